using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Policy.Seed.Generator;

/// <summary>Writes parcels as declarations of the contract.</summary>
/// <param name="complete">True for the credit record and the draw that the platform adds to a submitted declaration.</param>
internal sealed class ParcelWriter(bool complete)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] PurchaseFields =
        ["sellerName", "sellerTaxId", "saleDate", "goodsName", "unit", "quantity", "unitPrice", "totalAmount"];

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public ReadOnlyMemory<byte> Write(Parcel parcel)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, Options)) Write(json, parcel);
        return _buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter json, Parcel parcel)
    {
        json.WriteStartObject();
        json.WriteString("declarationNo", parcel.Number);
        json.WriteString("zone", parcel.Zone);
        json.WriteString("direction", parcel.Export ? "export" : "import");
        json.WriteString("procedure", parcel.Procedure);
        json.WriteString("declaredAt", parcel.DeclaredAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        WriteEnterprise(json, parcel.Firm);
        json.WriteStartObject("platform");
        json.WriteString("code", parcel.Platform);
        json.WriteEndObject();
        WriteParties(json, parcel);
        if (parcel.HasOrder) json.WriteString("orderNo", $"O{parcel.Number}");
        json.WriteString("paymentNo", $"P{parcel.Number}");
        if (parcel.HasWaybill) json.WriteString("waybillNo", $"W{parcel.Number}");
        json.WriteStartObject("match");
        json.WriteBoolean("payment", parcel.PaymentAgrees);
        json.WriteBoolean("waybill", true);
        json.WriteBoolean("consignee", parcel.ConsigneeAgrees);
        json.WriteEndObject();
        json.WriteString("currency", "CNY");
        json.WriteNumber("totalValue", parcel.TotalValue);
        json.WriteNumber("freight", 0);
        json.WriteNumber("insurance", 0);
        json.WriteNumber("grossWeightKg", parcel.GrossWeightKg);
        WriteGoods(json, parcel);
        WritePurchase(json, parcel);
        if (complete) json.WriteNumber("draw", parcel.Draw);
        WriteExtra(json, parcel);
        json.WriteEndObject();
    }

    private void WriteEnterprise(Utf8JsonWriter json, Firm firm)
    {
        json.WritePropertyName("enterprise");
        if (complete)
        {
            json.WriteRawValue(firm.Credit, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString("code", firm.Code);
        json.WriteString("name", firm.Name);
        json.WriteEndObject();
    }

    private static void WriteParties(Utf8JsonWriter json, Parcel parcel)
    {
        if (!parcel.Export)
        {
            json.WriteStartObject("buyer");
            json.WriteString("idNumber", Identities.ResidentId(parcel.Buyer));
            json.WriteString("name", Identities.Name(parcel.Buyer));
            json.WriteBoolean("isPayer", parcel.BuyerIsPayer);
            json.WriteNumber("yearTotal", parcel.YearTotal);
            json.WriteEndObject();
        }

        json.WriteStartObject("consignee");
        json.WriteString("name", parcel.Export ? $"Sample Person {parcel.Buyer % 100000}" : Identities.Name(parcel.Buyer));
        json.WriteString("country", parcel.Export ? parcel.Country : "CN");
        json.WriteEndObject();
    }

    private static void WriteGoods(Utf8JsonWriter json, Parcel parcel)
    {
        json.WriteStartArray("goods");
        for (var i = 0; i < parcel.Goods.Count; i++)
        {
            var line = parcel.Goods[i];
            json.WriteStartObject();
            json.WriteNumber("line", i + 1);
            json.WriteString("hsCode", line.HsCode);
            json.WriteString("name", line.Name);
            json.WriteString("originCountry", line.Origin);
            json.WriteNumber("quantity", line.Quantity);
            json.WriteString("unit", line.Unit);
            json.WriteNumber("unitPrice", line.UnitPrice);
            json.WriteNumber("totalPrice", line.TotalPrice);
            if (line.LicenceNo is not null) json.WriteString("licenceNo", line.LicenceNo);
            json.WriteNumber("netWeightKg", line.NetWeightKg);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePurchase(Utf8JsonWriter json, Parcel parcel)
    {
        if (parcel.MissingPurchaseField is not { } missing) return;
        var line = parcel.Goods[0];
        json.WriteStartObject("purchase");
        for (var field = 0; field < PurchaseFields.Length; field++)
        {
            if (field == missing) continue;
            var name = PurchaseFields[field];
            switch (name)
            {
                case "sellerName": json.WriteString(name, $"样例织造厂{parcel.Buyer % 100}"); break;
                case "sellerTaxId": json.WriteString(name, Identities.CreditCode(parcel.Buyer)); break;
                case "saleDate": json.WriteString(name, parcel.DeclaredAt.AddDays(-7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
                case "goodsName": json.WriteString(name, line.Name); break;
                case "unit": json.WriteString(name, line.Unit); break;
                case "quantity": json.WriteNumber(name, line.Quantity); break;
                case "unitPrice": json.WriteNumber(name, Math.Round(line.UnitPrice * 0.6m, 2)); break;
                default: json.WriteNumber(name, line.Quantity * Math.Round(line.UnitPrice * 0.6m, 2)); break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteExtra(Utf8JsonWriter json, Parcel parcel)
    {
        json.WriteStartObject("extra");
        if (parcel.RecentOrders.Count > 0)
        {
            json.WriteStartArray("recentOrders");
            foreach (var (value, minutesAgo) in parcel.RecentOrders)
            {
                json.WriteStartObject();
                json.WriteNumber("value", value);
                json.WriteNumber("minutesAgo", minutesAgo);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (parcel.IdentityPlatforms > 1) json.WriteNumber("identityPlatforms7d", parcel.IdentityPlatforms);
        if (parcel.OrdersAtAddress > 0) json.WriteNumber("ordersAtAddress", parcel.OrdersAtAddress);
        json.WriteStartObject("label");
        json.WriteString("pattern", parcel.Pattern);
        json.WriteString("expectedChannel", parcel.Red ? "red" : "green");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
