using Policy.Engine.EntryLists;

namespace Policy.Engine.Tests.EntryLists;

public sealed class KeywordTextTests
{
    [Theory]
    [InlineData("ＩＶＯＲＹ", "ivory")]
    [InlineData("i v-o.r*y", "ivory")]
    [InlineData("i\u200Bv\u2060o\uFEFFr\u00ADy", "ivory")]
    [InlineData("іvоrу", "ivory")]
    [InlineData("ΙVΟRY", "ivory")]
    [InlineData("ívōrŷ", "ivory")]
    [InlineData("ivory🐘", "ivory")]
    [InlineData("象 牙 製 品", "象牙制品")]
    [InlineData("槍支彈藥", "枪支弹药")]
    [InlineData("①②", "12")]
    [InlineData("--- ！", "")]
    public void Disguises_fall_away(string text, string normalized) => Assert.Equal(normalized, KeywordText.Normalize(text));

    [Theory]
    [InlineData("Ívory Σ①槍")]
    [InlineData("АВСЕНКМОРТХ")]
    [InlineData("𝕚𝕧𝕠𝕣𝕪 ﷺ ½")]
    public void Normalising_twice_changes_nothing(string text)
    {
        var once = KeywordText.Normalize(text);
        Assert.Equal(once, KeywordText.Normalize(once));
    }
}
