using System.Text.Json;
using Policy.Engine.Compiling;

namespace Policy.Engine.Cases;

/// <summary>Compares a result with what a case expects of it: named members only, lists item by item.</summary>
internal static class Comparison
{
    public static void Compare(JsonElement expected, Value actual, Reporter at)
    {
        switch (expected.ValueKind, actual.Kind)
        {
            case (JsonValueKind.Object, ValueKind.Object):
                Members(expected, actual.AsObject(), at);
                break;
            case (JsonValueKind.Array, ValueKind.List):
                Items(expected, actual, at);
                break;
            default:
                if (!Same(expected, actual)) at.Error(DiagnosticCode.CaseDiffers, Messages.Differs(expected.GetRawText(), actual.ToString()));
                break;
        }
    }

    private static void Members(JsonElement expected, Context actual, Reporter at)
    {
        foreach (var member in expected.EnumerateObject())
        {
            var slot = actual.Shape.Slot(member.Name);
            if (slot < 0) at.At(member.Name).Error(DiagnosticCode.CaseDiffers, Messages.NoMember(member.Name));
            else Compare(member.Value, actual[slot], at.At(member.Name));
        }
    }

    private static void Items(JsonElement expected, Value actual, Reporter at)
    {
        var items = actual.AsList();
        if (expected.GetArrayLength() != items.Length)
        {
            at.Error(DiagnosticCode.CaseDiffers, Messages.Count(expected.GetArrayLength(), items.Length));
            return;
        }

        for (var i = 0; i < items.Length; i++) Compare(expected[i], items[i], at.At(i));
    }

    private static bool Same(JsonElement expected, Value actual) => (expected.ValueKind, actual.Kind) switch
    {
        (JsonValueKind.Null, ValueKind.Null) => true,
        (JsonValueKind.True or JsonValueKind.False, ValueKind.Boolean) => expected.GetBoolean() == actual.AsBoolean(),
        (JsonValueKind.Number, ValueKind.Number) => JsonNumber.TryRead(expected, out var number) && number == actual.AsNumber(),
        (JsonValueKind.String, ValueKind.Text) => expected.ValueEquals(actual.AsText()),
        (JsonValueKind.String, ValueKind.Date or ValueKind.Time or ValueKind.Instant or ValueKind.LocalDateTime
            or ValueKind.Duration or ValueKind.Months or ValueKind.Range) =>
            expected.ValueEquals(actual.ToString().Trim('"')),
        _ => false,
    };
}
