namespace Policy.Engine.Documents;

internal static class ScorecardJson
{
    public static ScorecardDocument Read(ObjectReader json, string key) => new()
    {
        Key = key,
        Base = json.Number("base") ?? 0,
        Characteristics = json.Objects("characteristics", ReadCharacteristic),
        Grades = json.Objects("grades", g => new GradeBand(g.Text("grade"), g.Text("when", DocumentLimits.Cell))),
        Overrides = json.Objects("overrides", ReadOverride),
    };

    public static void Write(ObjectWriter json, ScorecardDocument document)
    {
        json.Number("base", document.Base == 0 ? null : document.Base);
        json.Objects("characteristics", document.Characteristics, WriteCharacteristic);
        json.Objects("grades", document.Grades, WriteGrade);
        json.Objects("overrides", document.Overrides, WriteOverride);
    }

    public static Characteristic ReadCharacteristic(ObjectReader json) => new(
        json.Text("id"),
        json.Text("input", DocumentLimits.Cell),
        json.Objects("bins", ReadBin),
        json.Localized("title"),
        json.Flag("locked"));

    public static void WriteCharacteristic(ObjectWriter json, Characteristic characteristic)
    {
        json.Text("id", characteristic.Id);
        json.Text("input", characteristic.Input);
        json.Objects("bins", characteristic.Bins, WriteBin);
        json.Localized("title", characteristic.Title);
        json.Flag("locked", characteristic.Locked);
    }

    public static GradeOverride ReadOverride(ObjectReader json) => new(
        json.Text("id"),
        json.Text("when", DocumentLimits.Cell),
        json.Text("grade"),
        json.OptionalText("legalBasis"),
        json.Flag("locked"));

    public static void WriteOverride(ObjectWriter json, GradeOverride item)
    {
        json.Text("id", item.Id);
        json.Text("when", item.When);
        json.Text("grade", item.Grade);
        json.Text("legalBasis", item.LegalBasis);
        json.Flag("locked", item.Locked);
    }

    private static Bin ReadBin(ObjectReader json)
    {
        var points = json.Number("points");
        if (points is null && json.At.At("points").IsClean) json.Missing("points");
        return new Bin(json.Text("when", DocumentLimits.Cell), points ?? 0);
    }

    private static void WriteBin(ObjectWriter json, Bin bin)
    {
        json.Text("when", bin.When);
        json.Number("points", bin.Points);
    }

    private static void WriteGrade(ObjectWriter json, GradeBand band)
    {
        json.Text("grade", band.Grade);
        json.Text("when", band.When);
    }
}
