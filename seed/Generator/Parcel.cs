namespace Policy.Seed.Generator;

/// <summary>A declaration in the making.</summary>
internal sealed class Parcel
{
    public required string Number { get; init; }

    public required string Zone { get; init; }

    public required bool Export { get; init; }

    public required DateTimeOffset DeclaredAt { get; init; }

    public required Firm Firm { get; init; }

    public required int Buyer { get; init; }

    public required string Platform { get; init; }

    public required string Country { get; init; }

    public required decimal Draw { get; init; }

    public required string Procedure { get; set; }

    public List<Line> Goods { get; } = new(4);

    public decimal YearTotal { get; set; }

    public bool BuyerIsPayer { get; set; } = true;

    public bool HasOrder { get; set; } = true;

    public bool HasWaybill { get; set; } = true;

    public bool PaymentAgrees { get; set; } = true;

    public bool ConsigneeAgrees { get; set; } = true;

    /// <summary>Which purchase field is left out; null: no purchase data at all; -1: complete.</summary>
    public int? MissingPurchaseField { get; set; }

    /// <summary>Earlier orders of the same buyer or address: value and age in minutes.</summary>
    public List<(decimal Value, int MinutesAgo)> RecentOrders { get; } = [];

    /// <summary>Number of platforms on which the buyer's identity was used within seven days.</summary>
    public int IdentityPlatforms { get; set; } = 1;

    /// <summary>Orders of other buyers to the same address on the day.</summary>
    public int OrdersAtAddress { get; set; }

    public decimal GrossWeightKg { get; set; }

    /// <summary>Fraud pattern of the catalogue, for example P1; null: honest.</summary>
    public string? Pattern { get; set; }

    /// <summary>True when honest supervision puts it in the red channel.</summary>
    public bool Red { get; set; }

    public decimal TotalValue => Goods.Sum(g => g.TotalPrice);

    /// <summary>Makes it a parcel of one line, as heavy as before.</summary>
    public void Replace(Line line)
    {
        Goods.Clear();
        Goods.Add(line with { NetWeightKg = Math.Round(GrossWeightKg * 0.9m, 3) });
    }
}

/// <summary>A goods line.</summary>
internal sealed record Line(
    string HsCode, string Name, string Origin, int Quantity, string Unit, decimal UnitPrice, decimal NetWeightKg, string? LicenceNo = null)
{
    public decimal TotalPrice => Quantity * UnitPrice;
}
