using Bogus;

namespace Policy.Seed.Generator;

/// <summary>Turns honest parcels into frauds of the catalogue's patterns; every one of them belongs in the red channel.</summary>
internal sealed class FraudPatterns(ParcelMaker maker, Randomizer random)
{
    // In percent of the declarations of a direction at the prevalence of the real population; 1.5 together.
    private static readonly Mix<string> ImportPatterns = new(
        ("P1", 0.5), ("P2", 0.3), ("P3", 0.2), ("P4", 0.2), ("P5", 0.1), ("P6", 0.05), ("P7", 0.075), ("P9", 0.075));

    private static readonly Mix<string> ExportPatterns = new(
        ("P2", 0.3), ("P3", 0.4), ("P5", 0.3), ("P6", 0.05), ("P8", 0.15), ("P12", 0.3));

    public void Apply(Parcel parcel)
    {
        parcel.Pattern = (parcel.Export ? ExportPatterns : ImportPatterns).Pick(random);
        parcel.Red = true;
        var first = parcel.Goods[0];
        switch (parcel.Pattern)
        {
            case "P1": Split(parcel); break;
            case "P2": Rewrite(parcel, line => line with { UnitPrice = Draws.Cents((double)line.UnitPrice * (0.2 + (0.3 * random.Double()))) }); break;
            case "P3": (parcel.BuyerIsPayer, parcel.OrdersAtAddress) = (false, random.Int(20, 200)); break;
            case "P4": parcel.IdentityPlatforms = random.Int(4, 12); break;
            case "P5": parcel.Goods[0] = first with { HsCode = parcel.Export ? "4901990000" : "2106909090" }; break;
            case "P6": parcel.Goods[0] = first with { Name = random.One(GoodsCatalogue.Disguised) }; break;
            case "P7": parcel.Goods[0] = first with { Name = random.One(GoodsCatalogue.OutsidePositiveList).Name }; break;
            case "P8": parcel.GrossWeightKg = Math.Round(parcel.GrossWeightKg * random.Money(1.3, 2), 2); break;
            case "P9": parcel.Replace(first with { Quantity = random.Int(12, 40), UnitPrice = Draws.Cents(maker.Limit * 0.9 / 40) }); break;
            default: parcel.Replace(Single(parcel, random.Money(maker.Limit * 0.99, maker.Limit * 0.999))); break;
        }
    }

    // One basket of 1.4 to 2.8 times the limit, cut into orders of 80 to 100 % of it within the hour.
    private void Split(Parcel parcel)
    {
        parcel.Replace(Single(parcel, NearLimit()));
        for (var orders = random.Int(1, 3); orders > 0; orders--) parcel.RecentOrders.Add((NearLimit(), random.Int(1, 60)));
    }

    private decimal NearLimit() => random.Money(maker.Limit * 0.81, maker.Limit * 0.999);

    private Line Single(Parcel parcel, decimal price) =>
        maker.Line(GoodsCatalogue.Any(parcel.Export, random), (double)price, 1, parcel.Goods[0].Origin);

    private static void Rewrite(Parcel parcel, Func<Line, Line> change)
    {
        for (var i = 0; i < parcel.Goods.Count; i++) parcel.Goods[i] = change(parcel.Goods[i]);
    }
}
