using System.Text;
using Policy.Admin.Decisions;
using Policy.Admin.Parcels;
using Policy.Engine;
using static Policy.Admin.Tests.Tables;

namespace Policy.Admin.Tests;

public sealed class ParcelTests
{
    private const string Parcel = """{"totalValue":320.50,"urgent":true,"goods":[{"hsCode":"6109","price":1},{"hsCode":"9301","price":2}],"buyer":{"idNumber":"330106199001011234","name":"王五"}}""";

    private static readonly FactType Facts = RuleSet.Compile(
    [
        new FactTypeDocument
        {
            Key = "declaration",
            Fields =
            [
                new() { Name = "totalValue", Type = FieldType.Number },
                new() { Name = "urgent", Type = FieldType.Boolean },
                new() { Name = "goods", Type = FieldType.List, Fields = [new() { Name = "hsCode", Type = FieldType.Text }, new() { Name = "price", Type = FieldType.Number }] },
                new() { Name = "buyer", Type = FieldType.Object, Fields = [new() { Name = "idNumber", Type = FieldType.Text, Personal = true }, new() { Name = "name", Type = FieldType.Text, Personal = true }] },
            ],
        },
    ]).RuleSet!.FactTypeOf("declaration")!;

    [Fact]
    public void The_form_offers_what_the_table_reads_first()
    {
        var table = Three() with { ForEach = "goods", Inputs = [new("price"), new("urgent"), new("credit.grade")] };

        Assert.Equal(["goods.price", "urgent", "totalValue", "goods.hsCode"], ParcelForm.Fields(table, Facts).Select(f => f.Path));
    }

    [Theory]
    [InlineData("totalValue", "88.10", "88.1")]
    [InlineData("totalValue", "many", "320.50")]
    [InlineData("urgent", "false", "false")]
    [InlineData("goods.hsCode", "2402", "2402")]
    [InlineData("goods.hsCode", "", "")]
    public void A_field_takes_what_its_type_allows(string path, string typed, string shown)
    {
        var field = ParcelForm.Fields(Three() with { ForEach = "goods", Inputs = [new("hsCode"), new("urgent"), new("totalValue")] }, Facts).First(f => f.Path == path);

        var after = ParcelForm.Get(ParcelForm.Set(Parcel, field, typed), path);

        Assert.True(decimal.TryParse(shown, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number == decimal.Parse(after, System.Globalization.CultureInfo.InvariantCulture)
            : shown == after);
    }

    [Fact]
    public void Broken_json_stays_as_it_is() =>
        Assert.Equal("{", ParcelForm.Set("{", ParcelForm.Fields(Three(), Facts)[0], "1"));

    [Fact]
    public void No_explanation_shows_a_personal_text_wherever_it_stands()
    {
        var personal = PersonalTexts.Of(Engine.Facts.Read(Facts, Encoding.UTF8.GetBytes(Parcel)).Facts!);

        Assert.Equal("""{"id":"***","note":"***/6109"}""", personal.Hide("""{"id":"330106199001011234","note":"王五/6109"}"""));
    }

    [Fact]
    public void A_decision_is_read_with_its_reasons_and_faults()
    {
        var view = DecisionView.Parse("""
            {"outcome":"inspect","channel":"red","credit":{"grade":"C","score":55},"tax":{"exempt":false},"sampling":{"ratio":0.05,"draw":0.7,"selected":false},
             "reasons":[{"step":"channel","document":"channel-thresholds","version":7,"row":"R12","text":{"zh-CN":"超额","en":"Above the threshold"},"legalBasis":"海关总署公告"}],
             "faults":[{"code":"PE1","document":"x","item":"R1","message":{"zh-CN":"错","en":"Wrong"}}]}
            """);

        Assert.Equal(("inspect", "red", "C", 0.05m), (view.Outcome, view.Channel, view.Grade, view.Ratio));
        Assert.Equal(new Reason("channel", "channel-thresholds", 7, "R12", new("超额", "Above the threshold"), "海关总署公告"), view.Reasons.Single());
        Assert.Equal(("R1", "Wrong"), (view.Faults.Single().Row, view.Faults.Single().Text!.En));
        Assert.Null(view.Effect);
    }
}
