using MudBlazor;

namespace Policy.Admin.Layout;

/// <summary>The look of the desk: dense, calm, ink on paper with one accent; CJK fonts first for Chinese.</summary>
internal static class DeskTheme
{
    private static readonly string[] Fonts =
        ["Inter", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "system-ui", "sans-serif"];

    /// <summary>The theme.</summary>
    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1d4f91",
            Secondary = "#7a4b12",
            Info = "#2b6cb0",
            Success = "#1f7a4d",
            Warning = "#a86400",
            Error = "#b3261e",
            Background = "#f5f6f8",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2430",
            DrawerBackground = "#ffffff",
            TextPrimary = "#1b2430",
            TextSecondary = "#566173",
            LinesDefault = "#dfe3e8",
            TableLines = "#e6e9ee",
            Divider = "#e6e9ee",
            ActionDefault = "#566173",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ab4f8",
            Secondary = "#e0b070",
            Info = "#8ab4f8",
            Success = "#6fcf97",
            Warning = "#f2c062",
            Error = "#ff8a80",
            Background = "#12161c",
            Surface = "#1a2029",
            AppbarBackground = "#1a2029",
            AppbarText = "#e6eaf0",
            DrawerBackground = "#1a2029",
            TextPrimary = "#e6eaf0",
            TextSecondary = "#a3adbb",
            LinesDefault = "#303845",
            TableLines = "#2a323e",
            Divider = "#2a323e",
            ActionDefault = "#a3adbb",
            PrimaryContrastText = "#10151c",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            H5 = new H5Typography { FontFamily = Fonts, FontSize = "1.25rem", FontWeight = "600", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "1rem", FontWeight = "600", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.875rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.8125rem", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.8125rem", TextTransform = "none", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = Fonts, FontSize = "0.75rem", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = Fonts, FontSize = "0.8125rem", FontWeight = "600", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "48px" },
    };
}
