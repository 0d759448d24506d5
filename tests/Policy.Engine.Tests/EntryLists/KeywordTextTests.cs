using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Policy.Engine.EntryLists;
using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.EntryLists;

public sealed class KeywordTextTests
{
    private const string Keywords = """
        {"kind":"list","key":"l","facts":"parcel","forEach":"goods","columns":[{"field":"name","match":"keyword"}],
         "effects":["prohibit"],"entries":[
           {"id":"ivory","values":["ivory"],"effect":"prohibit"},
           {"id":"tusk","values":["象牙"],"effect":"prohibit"},
           {"id":"arms","values":["枪支弹药"],"effect":"prohibit"},
           {"id":"drug","values":["三唑仑"],"effect":"prohibit"},
           {"id":"gun","values":["AK-47"],"effect":"prohibit"}]}
        """;

    /// <summary>The disguises of goods names: width, case, accents, spacing, punctuation, invisible characters, combining
    /// marks, direction marks, variation selectors, emoji, look-alikes of other alphabets, enclosed, raised and
    /// mathematical letters, traditional and compatibility ideographs, numerals.</summary>
    [Theory]
    [InlineData("ivory", "carved IVORY comb")]
    [InlineData("ivory", "ＩＶＯＲＹ")]
    [InlineData("ivory", "ｉｖｏｒｙ 梳子")]
    [InlineData("ivory", "i v o r y")]
    [InlineData("ivory", "i\u3000v\u00A0o\u2003r\u202Fy")]
    [InlineData("ivory", "i-v.o·r*y")]
    [InlineData("ivory", "【i】｛v｝（o）<r>_y")]
    [InlineData("ivory", "i\u200Bv\u200Co\u200Dr\u2060y")]
    [InlineData("ivory", "i\uFEFFv\u00ADo\u034Fr\u180Ey")]
    [InlineData("ivory", "i\u2061v\u2062o\u2063r\u2064y")]
    [InlineData("ivory", "\u202Ei\u202Cv\u2066o\u2069r\u200Fy")]
    [InlineData("ivory", "i\u3164v\uFFA0o\u115Fr\u1160y")]
    [InlineData("ivory", "i\uFE0Fv\uFE00o\uDB40\uDD00ry")]
    [InlineData("ivory", "i\uDB40\uDC69v\uDB40\uDC76ory")]
    [InlineData("ivory", "i\u0336v\u0336o\u0336r\u0336y\u0336")]
    [InlineData("ivory", "i\u0301\u0302\u0303v\u0315o\u0489ry")]
    [InlineData("ivory", "ívōrŷ")]
    [InlineData("ivory", "ïṿøɍÿ")]
    [InlineData("ivory", "i🐘v🐘o🐘r🐘y")]
    [InlineData("ivory", "i👨‍👩‍👧v❤️o☠️ry")]
    [InlineData("ivory", "іvоrу")]
    [InlineData("ivory", "ІVОRУ")]
    [InlineData("ivory", "ΙVΟRY")]
    [InlineData("ivory", "ινοrγ")]
    [InlineData("ivory", "ⅰⅴory")]
    [InlineData("ivory", "ⓘⓥⓞⓡⓨ")]
    [InlineData("ivory", "ⒾⓋⓄⓇⓎ")]
    [InlineData("ivory", "⒤⒱⒪⒭⒴")]
    [InlineData("ivory", "🅘🅥🅞🅡🅨")]
    [InlineData("ivory", "🄸🅅🄾🅁🅈")]
    [InlineData("ivory", "🅸🆅🅾🆁🆈")]
    [InlineData("ivory", "🇮🇻🇴🇷🇾")]
    [InlineData("ivory", "𝐢𝐯𝐨𝐫𝐲")]
    [InlineData("ivory", "𝓘𝓥𝓞𝓡𝓨")]
    [InlineData("ivory", "𝔦𝔳𝔬𝔯𝔶")]
    [InlineData("ivory", "𝕚𝕧𝕠𝕣𝕪")]
    [InlineData("ivory", "𝚒𝚟𝚘𝚛𝚢")]
    [InlineData("ivory", "ⁱᵛᵒʳʸ")]
    [InlineData("ivory", "ɪᴠᴏʀʏ")]
    [InlineData("ivory", "ᎥᏙΟᏒᎩ")]
    [InlineData("ivory", "ꓲꓦꓳꓣꓬ")]
    [InlineData("ivory", "ıѵօгყ")]
    [InlineData("tusk", "象 牙 制品")]
    [InlineData("tusk", "象\u200B牙")]
    [InlineData("tusk", "象🐘牙")]
    [InlineData("tusk", "象、牙")]
    [InlineData("tusk", "象\uFE0F牙\u3099")]
    [InlineData("tusk", "⼝象⽛")]
    [InlineData("arms", "槍支彈藥")]
    [InlineData("arms", "枪 支 弹 药")]
    [InlineData("arms", "槍／支／彈／藥")]
    [InlineData("drug", "3唑仑")]
    [InlineData("drug", "③唑侖")]
    [InlineData("drug", "叁唑仑")]
    [InlineData("drug", "㊂唑侖")]
    [InlineData("gun", "ak47")]
    [InlineData("gun", "ＡＫ４７")]
    [InlineData("gun", "АК四七")]
    [InlineData("gun", "A.K.❹❼")]
    [InlineData("gun", "ᴀᴋ⁴⁷")]
    [InlineData("gun", "𝟜𝟟 Ak٤٧ x")]
    public void A_disguised_keyword_is_found(string id, string name) => Assert.Equal([id], Hits(name));

    [Theory]
    [InlineData("iv0ry colour")]
    [InlineData("ivor")]
    [InlineData("ivery")]
    [InlineData("i v o x r y")]
    [InlineData("yrovi")]
    [InlineData("象形牙刷")]
    [InlineData("牙象")]
    [InlineData("大象玩具")]
    [InlineData("枪支")]
    [InlineData("水枪支架弹药")]
    [InlineData("二唑仑")]
    [InlineData("AK-74")]
    [InlineData("ak4.")]
    [InlineData("")]
    [InlineData("🐘 -- ！")]
    public void A_near_miss_is_not_hit(string name) => Assert.Empty(Hits(name));

    [Theory]
    [InlineData("①②", "12")]
    [InlineData("--- ！", "")]
    [InlineData("\uFFFE\uFFFF\uE000", "")]
    [InlineData("½ﷺ", "12صلىاللهعليهوسلم")]
    [InlineData("한글", "ᄒ\u1161ᆫᄀ\u1173ᆯ")]
    [InlineData("𠮷野家", "𠮷野家")]
    public void The_form_of_a_text_is_plain(string text, string form) => Assert.Equal(form, KeywordText.Normalize(text));

    [Fact]
    public void Half_a_character_stands_for_nothing()
    {
        Assert.Equal("ab", KeywordText.Normalize("a\uD83Db"));
        Assert.Equal("ab", KeywordText.Normalize("ab\uDC18"));
    }

    [Fact]
    public void Every_character_has_one_form_which_is_its_own()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune)) continue;
            var form = KeywordText.Normalize(rune.ToString());
            Assert.Equal(form, KeywordText.Normalize(form));
        }
    }

    /// <summary>What stands around a character changes nothing, not even the order of combining marks.</summary>
    [Fact]
    public void The_form_of_a_text_is_that_of_its_decomposition()
    {
        var rune = Gen.Int[0, 0x2FFFF].Where(v => Rune.IsValid(v) && IsAssigned(v)).Select(v => new Rune(v));
        var mark = Gen.Int[0x300, 0x36F].Select(v => new Rune(v));
        Gen.Frequency((3, rune), (1, mark)).Array[0, 30].Sample(runes =>
        {
            var text = string.Concat(runes);
            var parts = text.Normalize(NormalizationForm.FormKD).EnumerateRunes().Select(r => KeywordText.Normalize(r.ToString()));
            Assert.Equal(string.Concat(parts), KeywordText.Normalize(text));
        });
    }

    private static bool IsAssigned(int value) => Rune.GetUnicodeCategory(new Rune(value)) is not
        (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    private static string[] Hits(string name)
    {
        var rules = Set(Parcel, Keywords);
        return [.. rules.Evaluate("l", $$"""{"goods":[{"code":"1","name":{{JsonSerializer.Serialize(name)}}}]}""").Matched];
    }
}
