using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Benchmarks;

/// <summary>What a programmer would write in C# for the scripts: the same doubles, the facts by slot, the outputs as the engine
/// gives them.</summary>
internal sealed class HandWrittenScripts(FactType facts, Shape outputs)
{
    private static readonly ImmutableArray<string> Decided = ["decide"];
    private static readonly Dictionary<string, double> Risk = new(StringComparer.Ordinal) { ["FR"] = 1, ["JP"] = 2, ["US"] = 5 };

    private readonly int _totalValue = facts.Shape.Slot("totalValue");
    private readonly int _extra = facts.Shape.Slot("extra");
    private readonly int _goods = facts.Shape.Slot("goods");
    private readonly int _origin = facts.Field("goods")!.Members!.Shape.Slot("originCountry");
    private readonly int _hs = facts.Field("goods")!.Members!.Shape.Slot("hsCode");
    private readonly int _price = facts.Field("goods")!.Members!.Shape.Slot("totalPrice");
    private readonly int _quantity = facts.Field("goods")!.Members!.Shape.Slot("quantity");
    private readonly int _weight = facts.Field("goods")!.Members!.Shape.Slot("netWeightKg");

    public Evaluation SplitOrderRisk(Context parcel)
    {
        const double Limit = 2000;
        var total = Number(parcel[_totalValue]);
        var near = total > Limit * 0.8 && total <= Limit ? 1d : 0;
        if (!parcel[_extra].IsNull && parcel[_extra].AsObject()["recentOrders"] is { IsNull: false } recent)
        {
            foreach (var item in recent.AsList())
            {
                var order = item.AsObject();
                if (Number(order["minutesAgo"]) > 1440) continue;
                var value = Number(order["value"]);
                total += value;
                if (value > Limit * 0.8 && value <= Limit) near += 1;
            }
        }

        return Evaluation(Value.Boolean(total > Limit && near >= 2), Output(total), Output(near));
    }

    public Evaluation GoodsScore(Context parcel)
    {
        var score = 0d;
        foreach (var item in parcel[_goods].AsList())
        {
            var line = item.AsObject();
            var origin = line[_origin];
            score += !origin.IsNull && Risk.TryGetValue(origin.AsText(), out var points) ? points : 3;
            if (line[_hs].AsText().StartsWith("95", StringComparison.Ordinal)) score += 4;
            if (Number(line[_price]) / Number(line[_quantity]) > 500) score += 2;
        }

        return Evaluation(Output(score), Value.Text(score > 12 ? "red" : score > 6 ? "yellow" : "green"));
    }

    public Evaluation LineSums(Context parcel)
    {
        var (heavy, total, known) = (0d, 0d, true);
        foreach (var item in parcel[_goods].AsList())
        {
            var line = item.AsObject();
            if (Number(line[_weight]) > 1) heavy++;
            total += Number(line[_price]) * Number(line[_quantity]);
            known = known && !line[_origin].IsNull && line[_origin].AsText().Length == 2;
        }

        return Evaluation(Output(heavy), Output(Math.Floor((total * 100) + 0.5) / 100), Value.Boolean(known));
    }

    private static double Number(Value value) => value.IsNull ? 0 : (double)value.AsNumber();

    private static Value Output(double number) => Value.Number((decimal)number);

    private Evaluation Evaluation(params Value[] values) =>
        new() { Outputs = Value.Object(new Context(outputs, values)), Matched = Decided };
}
