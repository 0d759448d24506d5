using MudBlazor;
using Policy.Rules;

namespace Policy.Admin.Common;

/// <summary>Tells people why the store refused.</summary>
internal static class Refusals
{
    /// <summary>Shows the refusal.</summary>
    public static void Show(this ISnackbar snackbar, Refusal refusal) =>
        snackbar.Add($"{Display.Text(refusal.Message, refusal.Code)} ({refusal.Code})", MudBlazor.Severity.Error);
}
