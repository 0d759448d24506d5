namespace Policy.Engine.Compiling;

/// <summary>Addition of decimals that says when it goes out of range.</summary>
internal static class Sum
{
    public static bool TryAdd(decimal left, decimal right, out decimal sum)
    {
        try
        {
            sum = left + right;
            return true;
        }
        catch (OverflowException)
        {
            sum = 0;
            return false;
        }
    }
}
