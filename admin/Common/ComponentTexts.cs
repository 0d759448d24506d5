using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Policy.Admin.Common;

/// <summary>Texts of MudBlazor's own components in the desk's languages.</summary>
internal sealed class ComponentTexts(IStringLocalizer<Texts> texts) : MudLocalizer
{
    /// <inheritdoc/>
    public override LocalizedString this[string key] => texts[key];
}
