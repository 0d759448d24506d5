namespace Policy.Admin;

/// <summary>Names the texts of the desk: <c>Texts.resx</c> in English, <c>Texts.zh-CN.resx</c> in simplified Chinese.</summary>
public sealed class Texts;
