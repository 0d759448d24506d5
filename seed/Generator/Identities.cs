using System.Globalization;

namespace Policy.Seed.Generator;

/// <summary>Identities that cannot exist: well formed, with right check characters, in regions that were never assigned.</summary>
internal static class Identities
{
    /// <summary>How many different buyers there are.</summary>
    public const int Buyers = 2_000_000;

    private const string CodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] ResidentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private static readonly int[] CodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly string[] Surnames = ["样", "例", "试", "拟", "虚", "构", "假", "设"];
    private const string Given = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";
    private static readonly DateOnly FirstBirthday = new(1950, 1, 1);

    /// <summary>The resident identity number of a buyer: region 99xxxx, which no one was ever born in.</summary>
    public static string ResidentId(int buyer)
    {
        var birthday = FirstBirthday.AddDays(buyer % 20_000);
        var region = 990000 + (buyer / 20_000 % 100 * 97 % 9999) + 1;
        Span<char> id = stackalloc char[18];
        region.TryFormat(id, out _, default, CultureInfo.InvariantCulture);
        birthday.TryFormat(id[6..], out _, "yyyyMMdd", CultureInfo.InvariantCulture);
        (buyer % 1000).TryFormat(id[14..], out _, "000", CultureInfo.InvariantCulture);
        id[17] = ResidentCheck(id);
        return new string(id);
    }

    /// <summary>ISO 7064 MOD 11-2 over the first 17 characters.</summary>
    public static char ResidentCheck(ReadOnlySpan<char> id)
    {
        var sum = 0;
        for (var i = 0; i < ResidentWeights.Length; i++) sum += (id[i] - '0') * ResidentWeights[i];
        return "10X98765432"[sum % 11];
    }

    /// <summary>An invented name.</summary>
    public static string Name(int number) => string.Concat(
        Surnames[number % Surnames.Length],
        Given.AsSpan(number / 8 % Given.Length, 1),
        Given.AsSpan(number / 176 % Given.Length, 1));

    /// <summary>A unified social credit code (GB 32100) in the region 990000, which does not exist.</summary>
    public static string CreditCode(int number)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"91990000MA{number % 10_000_000:0000000}");
        return body + CreditCodeCheck(body);
    }

    /// <summary>The check character over the first 17 characters.</summary>
    public static char CreditCodeCheck(ReadOnlySpan<char> code)
    {
        var sum = 0;
        for (var i = 0; i < CodeWeights.Length; i++)
            sum += CodeAlphabet.IndexOf(code[i], StringComparison.Ordinal) * CodeWeights[i];
        return CodeAlphabet[(31 - (sum % 31)) % 31];
    }
}
