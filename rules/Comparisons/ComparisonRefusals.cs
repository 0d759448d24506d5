using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Comparisons;

/// <summary>Every refusal of comparing: its stable code and its sentence, which names the parameter to blame.</summary>
internal static class ComparisonRefusals
{
    public static Refusal UnknownZone(string zone, string parameter) => Of("unknown-zone", "", parameter, new(
        $"参数 `{parameter}`：没有试验区 `{zone}`；请核对名称。",
        $"`{parameter}`: there is no zone `{zone}`; check its name."));

    public static Refusal UnknownSide(string zone, string key, ComparedSide side, string parameter) => Of("unknown-side", key, parameter, new(
        $"参数 `{parameter}`：试验区 `{zone}` 的 `{key}` 没有 `{side}`；请给出已有的版本号、`draft`、`inForce`、`release:编号`，或其他试验区。",
        $"`{parameter}`: `{key}` of zone `{zone}` has no `{side}`; give the number of a version there is, `draft`, `inForce`, `release:number` or another zone."));

    public static Refusal Unsound(
        string zone, string key, ComparedSide side, string parameter, ImmutableArray<Diagnostic> problems)
    {
        var refusal = Of("errors", key, parameter, new(
            $"参数 `{parameter}`：试验区 `{zone}` 的 `{key}` 的 `{side}` 有错误，无法比较；请先改正所列错误。",
            $"`{parameter}`: `{side}` of `{key}` in zone `{zone}` has errors and cannot be compared; mend those listed first."));
        return refusal with { Problems = [.. refusal.Problems, .. problems] };
    }

    private static Refusal Of(string code, string key, string parameter, LocalizedText message) =>
        new(code, message, [new Diagnostic(code, Severity.Error, key, $"/{parameter}", message)]);
}
