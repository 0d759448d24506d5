namespace Policy.Admin.Common;

/// <summary>The address to come back to, kept within this site.</summary>
internal static class ReturnAddress
{
    /// <summary>The path when it is one of this site, else the home page.</summary>
    public static string Local(string? address) =>
        address is ['/', not ('/' or '\\'), ..] && !address.Any(char.IsControl) ? address : "/";
}
