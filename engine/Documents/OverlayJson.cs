namespace Policy.Engine.Documents;

internal static class OverlayJson
{
    public static OverlayDocument Read(ObjectReader json, string key) => new()
    {
        Key = key,
        Rows = json.Objects("rows", DecisionTableJson.ReadRow),
        Entries = json.Objects("entries", ListJson.ReadEntry),
        Characteristics = json.Objects("characteristics", ScorecardJson.ReadCharacteristic),
        Overrides = json.Objects("overrides", ScorecardJson.ReadOverride),
        Withdraw = json.Texts("withdraw"),
    };

    public static void Write(ObjectWriter json, OverlayDocument document)
    {
        json.Objects("rows", document.Rows, DecisionTableJson.WriteRow);
        json.Objects("entries", document.Entries, ListJson.WriteEntry);
        json.Objects("characteristics", document.Characteristics, ScorecardJson.WriteCharacteristic);
        json.Objects("overrides", document.Overrides, ScorecardJson.WriteOverride);
        json.Texts("withdraw", document.Withdraw);
    }
}
