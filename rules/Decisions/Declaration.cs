using System.Collections.Immutable;
using System.Text.Json;

namespace Policy.Rules.Decisions;

/// <summary>A declaration list of cross-border e-commerce, field by field as the fact type <c>declaration</c>; null means
/// absent. <c>Facts.From</c> makes facts of it.</summary>
public sealed record Declaration
{
    /// <summary>Number of the list, unique.</summary>
    public required string DeclarationNo { get; init; }

    /// <summary>Key of the pilot zone.</summary>
    public required string Zone { get; init; }

    /// <summary><c>export</c> or <c>import</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>Supervision code, or <c>post</c> or <c>express</c>.</summary>
    public required string Procedure { get; init; }

    /// <summary>When it was declared: decides which release counts.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary>The e-commerce enterprise, with its credit record once the platform has added it.</summary>
    public required Enterprise Enterprise { get; init; }

    /// <summary>The e-commerce platform.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Who ordered.</summary>
    public Buyer? Buyer { get; init; }

    /// <summary>Who receives.</summary>
    public Consignee? Consignee { get; init; }

    /// <summary>Number of the order.</summary>
    public string? OrderNo { get; init; }

    /// <summary>Number of the payment document.</summary>
    public string? PaymentNo { get; init; }

    /// <summary>Number of the waybill.</summary>
    public string? WaybillNo { get; init; }

    /// <summary>Result of comparing the three documents.</summary>
    public DocumentMatch? Match { get; init; }

    /// <summary>Currency of the prices, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Value of the goods in CNY.</summary>
    public required decimal TotalValue { get; init; }

    /// <summary>Freight in CNY.</summary>
    public decimal? Freight { get; init; }

    /// <summary>Insurance in CNY.</summary>
    public decimal? Insurance { get; init; }

    /// <summary>Gross weight in kilograms.</summary>
    public decimal? GrossWeightKg { get; init; }

    /// <summary>Goods lines, at least one.</summary>
    public required ImmutableArray<GoodsLine> Goods { get; init; }

    /// <summary>Data of the purchase that stand in for a missing voucher.</summary>
    public Purchase? Purchase { get; init; }

    /// <summary>Sampling draw, at least 0 and below 1; added by the platform.</summary>
    public decimal? Draw { get; init; }

    /// <summary>Whatever else is known; any JSON object.</summary>
    public JsonElement? Extra { get; init; }
}

/// <summary>An enterprise; all but code and name come from the credit database.</summary>
/// <param name="Code">Customs enterprise code.</param>
/// <param name="Name">Name.</param>
/// <param name="Filed">On file at the single window.</param>
/// <param name="RegistrationCity">City of registration.</param>
/// <param name="Certification"><c>advanced</c>, <c>general</c> or <c>none</c>.</param>
/// <param name="Violations12m">Violations in 12 months.</param>
/// <param name="Declarations12m">Declarations in 12 months.</param>
/// <param name="Mismatches12m">Three-document mismatches in 12 months.</param>
/// <param name="YearsFiled">Years on file.</param>
/// <param name="FraudConviction">Convicted of fraud or smuggling.</param>
/// <param name="Discredit"><c>none</c>, <c>light</c>, <c>ordinary</c> or <c>serious</c>.</param>
/// <param name="Listed">On the public credit negative list.</param>
/// <param name="Barred">Barred from cross-border e-commerce.</param>
public sealed record Enterprise(
    string Code,
    string? Name = null,
    bool? Filed = null,
    string? RegistrationCity = null,
    string? Certification = null,
    decimal? Violations12m = null,
    decimal? Declarations12m = null,
    decimal? Mismatches12m = null,
    decimal? YearsFiled = null,
    bool? FraudConviction = null,
    string? Discredit = null,
    bool? Listed = null,
    bool? Barred = null);

/// <summary>An e-commerce platform.</summary>
public sealed record Platform(string Code, string? Name = null);

/// <summary>A buyer.</summary>
/// <param name="IdNumber">Identity number.</param>
/// <param name="Name">Name.</param>
/// <param name="IsPayer">True when the buyer paid.</param>
/// <param name="YearTotal">Retail imports of the year so far in CNY, without this declaration.</param>
public sealed record Buyer(string? IdNumber = null, string? Name = null, bool? IsPayer = null, decimal? YearTotal = null);

/// <summary>A consignee.</summary>
public sealed record Consignee(string? Name = null, string? Country = null);

/// <summary>Whether payment, waybill and consignee agree with the list; null: not compared.</summary>
public sealed record DocumentMatch(bool? Payment = null, bool? Waybill = null, bool? Consignee = null);

/// <summary>A goods line.</summary>
/// <param name="Line">Number, from 1.</param>
/// <param name="HsCode">Commodity code; 4 or 6 digits where classification is simplified.</param>
/// <param name="Name">Goods name.</param>
/// <param name="Quantity">Quantity in <paramref name="Unit"/>.</param>
/// <param name="TotalPrice">Price of the line in CNY.</param>
/// <param name="OriginCountry">Country of origin.</param>
/// <param name="Unit">Unit of quantity.</param>
/// <param name="UnitPrice">Price of one unit in CNY.</param>
/// <param name="LicenceNo">Number of the licence presented.</param>
/// <param name="NetWeightKg">Net weight in kilograms.</param>
public sealed record GoodsLine(
    decimal Line,
    string HsCode,
    string Name,
    decimal Quantity,
    decimal TotalPrice,
    string? OriginCountry = null,
    string? Unit = null,
    decimal? UnitPrice = null,
    string? LicenceNo = null,
    decimal? NetWeightKg = null);

/// <summary>Purchase data: the eight fields of the uninvoiced exemption.</summary>
/// <param name="SellerName">Seller.</param>
/// <param name="SellerTaxId">The seller's taxpayer id.</param>
/// <param name="SaleDate">Date of the sale.</param>
/// <param name="GoodsName">Goods.</param>
/// <param name="Unit">Unit of quantity.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="UnitPrice">Price of one unit in CNY.</param>
/// <param name="TotalAmount">Amount in CNY.</param>
public sealed record Purchase(
    string? SellerName = null,
    string? SellerTaxId = null,
    DateOnly? SaleDate = null,
    string? GoodsName = null,
    string? Unit = null,
    decimal? Quantity = null,
    decimal? UnitPrice = null,
    decimal? TotalAmount = null);
