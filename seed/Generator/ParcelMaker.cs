using System.Globalization;
using Bogus;

namespace Policy.Seed.Generator;

/// <summary>Makes honest parcels, with the shares of irregularities that an honest population has.</summary>
internal sealed class ParcelMaker(string zone, DateOnly day, string prefix, Profile profile, Randomizer random)
{
    private static readonly DateOnly B2bCodes = new(2020, 7, 1);
    private static readonly DateOnly HigherLimits = new(2019, 1, 1);
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private static readonly Mix<string> ExportProcedures = new(("9610", 45), ("9810", 30), ("9710", 20), ("1210", 5));
    private static readonly Mix<string> EarlyExportProcedures = new(("9610", 90), ("1210", 10));
    private static readonly Mix<string> ImportProcedures = new(("1210", 75), ("9610", 23), ("1239", 2));
    private static readonly Mix<int> ExportLines = new((1, 72), (2, 16), (3, 4), (4, 3), (5, 3), (6, 2));
    private static readonly Mix<int> ImportLines = new((1, 63), (2, 20), (3, 5), (4, 5), (5, 4), (6, 3));
    private static readonly Mix<(double From, double To)> GrossWeights = new(((0.05, 0.5), 45), ((0.5, 1), 21), ((1, 5), 30), ((5, 20), 4));

    private readonly Arrivals _arrivals = new(profile);
    private int _batchLeft;
    private int _second;

    /// <summary>Limit of one import transaction on the day.</summary>
    public double Limit { get; } = day < HigherLimits ? 2000 : 5000;

    /// <summary>Limit of a person's imports in the year.</summary>
    public double YearLimit { get; } = day < HigherLimits ? 20000 : 26000;

    /// <summary>The parcel at a position of a day of <paramref name="count"/> parcels.</summary>
    public Parcel Make(int position, int count)
    {
        var export = random.Chance(profile.ExportShare);
        var procedures = export ? day < B2bCodes ? EarlyExportProcedures : ExportProcedures : ImportProcedures;
        var parcel = new Parcel
        {
            Number = string.Create(CultureInfo.InvariantCulture, $"{prefix}{position + 1:0000000}"),
            Zone = zone,
            Export = export,
            Procedure = procedures.Pick(random),
            DeclaredAt = Arrive((position + random.Double()) / count),
            Firm = Firms.Pick(random),
            Buyer = (int)(Identities.Buyers * Math.Pow(random.Double(), 2.5)),
            Platform = string.Create(CultureInfo.InvariantCulture, $"99P{random.Int(1, export ? 30 : 20):000}"),
            Country = GoodsCatalogue.Country(export, random),
            Draw = Math.Round((decimal)(random.Double() * 0.9999999), 9),
        };
        FillIn(parcel);
        Irregularity(parcel);
        parcel.Red |= parcel.Firm.Standing is Standing.Discredited or Standing.Serious;
        return parcel;
    }

    /// <summary>A goods line of a kind at about a price.</summary>
    public Line Line(GoodsTemplate template, double price, int quantity, string origin, decimal netWeightKg = 0) => new(
        template.HsCode, GoodsCatalogue.Named(template, random), origin, quantity, template.Unit, Draws.Cents(price / quantity), netWeightKg);

    private DateTimeOffset Arrive(double share)
    {
        if (_batchLeft-- <= 0)
        {
            _second = Math.Max(_second, _arrivals.SecondAt(share));
            _batchLeft = (int)(-profile.BatchSize * Math.Log(1 - random.Double()));
        }

        return new DateTimeOffset(day, new TimeOnly(0, 0).Add(TimeSpan.FromSeconds(_second)), China);
    }

    private void FillIn(Parcel parcel)
    {
        var (from, to) = GrossWeights.Pick(random);
        parcel.GrossWeightKg = random.Money(from, to);
        var net = Math.Round(parcel.GrossWeightKg * random.Money(0.75, 0.98), 3);
        var value = parcel.Export ? random.LogNormal(110, 0.95) : random.LogNormal(260, 0.8);
        var most = parcel.Export ? 4800 : Limit * 0.95;
        var lines = (parcel.Export ? ExportLines : ImportLines).Pick(random);
        for (var i = 0; i < lines; i++)
        {
            var template = GoodsCatalogue.Any(parcel.Export, random);
            var quantity = random.Int(1, 3);
            parcel.Goods.Add(Line(
                template, Math.Min(value, most) / lines, quantity, parcel.Export ? "CN" : parcel.Country, Math.Round(net / lines, 3)));
        }

        if (parcel.Export)
        {
            if (parcel.Procedure == "9610" && random.Chance(0.55)) parcel.MissingPurchaseField = random.Chance(0.04) ? random.Int(0, 7) : -1;
        }
        else
        {
            var mostBefore = YearLimit - (Limit * 1.1);
            parcel.YearTotal = random.Chance(0.03) ? random.Money(YearLimit * 0.6, mostBefore) : random.Money(0, YearLimit * 0.3);
        }
    }

    private void Irregularity(Parcel parcel)
    {
        var at = random.Double() * 100;
        if (parcel.Export) ExportIrregularity(parcel, at);
        else ImportIrregularity(parcel, at);
    }

    private void ExportIrregularity(Parcel parcel, double at)
    {
        var business = parcel.Procedure is "9710" or "9810";
        switch (at)
        {
            case < 0.6: Mismatch(parcel, () => parcel.PaymentAgrees = false); break;
            case < 1.0 when !business: Mismatch(parcel, () => parcel.HasOrder = false); break;
            case < 1.5 when !business: Mismatch(parcel, () => parcel.HasWaybill = false); break;
            case < 2.0: Mismatch(parcel, () => parcel.ConsigneeAgrees = false); break;
            case >= 2.1 and < 3.6: Special(parcel, GoodsCatalogue.Licensed, licensed: at < 3.4); break;
            case >= 3.6 and < 3.85: Special(parcel, GoodsCatalogue.Prohibited); break;
            case >= 3.85 and < 4.15: Special(parcel, GoodsCatalogue.Dutiable); break;
            case >= 4.15 and < 5.15 when business: Expensive(parcel, 5000.01, 20000); break;
            default: break;
        }
    }

    private void ImportIrregularity(Parcel parcel, double at)
    {
        switch (at)
        {
            case < 0.5: Mismatch(parcel, () => parcel.PaymentAgrees = false); break;
            case < 0.8: Mismatch(parcel, () => parcel.HasOrder = false); break;
            case < 1.2: Mismatch(parcel, () => parcel.HasWaybill = false); break;
            case < 1.9: Mismatch(parcel, () => parcel.BuyerIsPayer = false); break;
            case >= 2.0 and < 4.5: Special(parcel, GoodsCatalogue.Licensed, licensed: true); break;
            case >= 4.5 and < 5.1: Special(parcel, GoodsCatalogue.OutsidePositiveList); break;
            case >= 5.1 and < 5.4: Special(parcel, GoodsCatalogue.Prohibited); break;
            case >= 5.4 and < 6.6: Expensive(parcel, Limit + 0.01, Limit * 2); break;
            case >= 6.6 and < 7.1:
                parcel.YearTotal = Draws.Cents(YearLimit) - parcel.TotalValue + random.Money(0.01, 3000);
                parcel.Red = true;
                break;
            case >= 7.1 and < 7.5:
                parcel.Replace(Line(GoodsCatalogue.Any(false, random), random.Double() * Limit * 0.04 + Limit * 0.96, 1, parcel.Country));
                break;
            default: break;
        }
    }

    private static void Mismatch(Parcel parcel, Action make)
    {
        make();
        parcel.Red = true;
    }

    private void Special(Parcel parcel, GoodsTemplate[] kinds, bool licensed = false)
    {
        var line = parcel.Goods[0];
        var template = random.One(kinds);
        parcel.Goods[0] = line with
        {
            HsCode = template.HsCode,
            Name = GoodsCatalogue.Named(template, random),
            Unit = template.Unit,
            LicenceNo = licensed ? string.Create(CultureInfo.InvariantCulture, $"99-L-{random.Int(100000, 999999)}") : null,
        };
        parcel.Red = true;
    }

    private void Expensive(Parcel parcel, double from, double to)
    {
        var template = GoodsCatalogue.Any(parcel.Export, random);
        parcel.Replace(Line(template, from + ((to - from) * random.Double()), random.Int(1, 2), parcel.Goods[0].Origin));
        parcel.Red = parcel.TotalValue > (decimal)from - 0.01m;
    }
}
