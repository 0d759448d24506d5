using Bogus;

namespace Policy.Seed.Generator;

/// <summary>A kind of goods.</summary>
/// <param name="HsCode">Ten-digit commodity code.</param>
/// <param name="Name">Name; brand and model are put before and after it.</param>
/// <param name="Unit">Unit of quantity.</param>
internal sealed record GoodsTemplate(string HsCode, string Name, string Unit);

/// <summary>Kinds of goods by category, in the shares of the 2022 surveys; import goods stand on the positive list.</summary>
internal static class GoodsCatalogue
{
    private static readonly string[] Brands = ["样品牌", "例牌", "试优", "拟森", "虚谷", "构想", "设境", "佳例", "新样", "云试"];

    private static readonly Mix<GoodsTemplate[]> Exports = new(
        ([new("6109100021", "棉制针织T恤衫", "件"), new("6204430090", "化纤连衣裙", "件"), new("6110300090", "化纤针织衫", "件"),
            new("6203420090", "棉制长裤", "条"), new("6404110000", "运动鞋", "双"), new("4202220000", "手提包", "个")], 33),
        ([new("3926909090", "硅胶手机壳", "个"), new("8518300000", "蓝牙耳机", "副"), new("8544421900", "数据线", "条"),
            new("8471607200", "无线键盘", "个"), new("8528723900", "迷你投影仪", "台")], 17),
        ([new("9405110000", "吸顶灯", "盏"), new("6302319200", "棉制床单", "条"), new("7323930000", "不锈钢锅", "个"),
            new("9403700000", "塑料收纳柜", "个"), new("8201300090", "园艺耙", "把")], 14),
        ([new("9503008900", "遥控玩具车", "个"), new("9506919000", "健身拉力器", "个"), new("9504903000", "桌面游戏", "套")], 10),
        ([new("3304300000", "指甲油套装", "套"), new("9603290000", "化妆刷", "套"), new("8516310000", "电吹风", "台")], 6),
        ([new("8204110000", "扳手组套", "套"), new("8708999990", "汽车装饰件", "件"), new("8512201000", "车用灯具", "个")], 8),
        ([new("7117190000", "合金项链", "条"), new("9004100000", "太阳镜", "副"), new("9102120000", "石英手表", "只")], 6),
        ([new("0902101000", "绿茶礼盒", "盒"), new("2106909090", "代用茶", "盒")], 2),
        ([new("4901990000", "图书", "册"), new("4823909000", "纸质贴纸", "张"), new("9608100000", "圆珠笔", "支")], 4));

    private static readonly Mix<GoodsTemplate[]> Imports = new(
        ([new("3304990029", "保湿面霜", "瓶"), new("3304100011", "口红", "支"), new("3303000000", "香水", "瓶"),
            new("3305100000", "洗发露", "瓶"), new("3304200011", "眼影盘", "盒"), new("3401200000", "洁面皂液", "瓶")], 28),
        ([new("1806310000", "夹心巧克力", "盒"), new("1905310000", "曲奇饼干", "盒"), new("0901210000", "烘焙咖啡豆", "袋"),
            new("2008199990", "混合坚果", "袋"), new("2204210000", "干红葡萄酒", "瓶")], 15),
        ([new("2106909090", "鱼油软胶囊", "瓶"), new("2106909090", "复合维生素片", "瓶"), new("3005101000", "防水创可贴", "盒")], 14),
        ([new("1901101090", "婴幼儿配方奶粉", "罐"), new("9619001100", "婴儿纸尿裤", "包")], 13),
        ([new("4202220000", "女士手提包", "个"), new("6403990090", "皮鞋", "双"), new("6110200090", "棉制毛衫", "件")], 12),
        ([new("8510100090", "电动剃须刀", "个"), new("8516310000", "负离子电吹风", "台"), new("8508110000", "手持吸尘器", "台")], 7),
        ([new("2309109000", "宠物主粮", "袋")], 4),
        ([new("9603210000", "牙刷", "支"), new("9004100000", "太阳镜", "副"), new("9102110000", "石英手表", "只")], 7));

    /// <summary>Goods whose movement needs a licence.</summary>
    public static readonly GoodsTemplate[] Licensed =
        [new("4202210090", "鳄鱼皮手袋", "个"), new("4107191010", "蟒皮革", "张"), new("2805400000", "汞", "瓶")];

    /// <summary>Goods that may not cross at all.</summary>
    public static readonly GoodsTemplate[] Prohibited =
        [new("9307009000", "工艺刀剑", "把"), new("9503008900", "仿真枪", "把"), new("2402200000", "卷烟", "条"), new("9601100010", "象牙吊坠", "个")];

    /// <summary>Goods outside every edition of the positive list.</summary>
    public static readonly GoodsTemplate[] OutsidePositiveList =
        [new("8708299000", "车身覆盖件", "件"), new("8407310000", "小型发动机", "台"), new("8433110000", "割草机", "台")];

    /// <summary>Goods with an export duty.</summary>
    public static readonly GoodsTemplate[] Dutiable = [new("7202210010", "硅铁样品", "袋"), new("2611000000", "钨矿砂样品", "袋")];

    /// <summary>Words of the negative lists, written so that a plain search does not find them.</summary>
    public static readonly string[] Disguised =
        ["象 牙吊坠", "象\u200b牙雕件", "仿真槍模型", "象·牙·手串", "犀牛 角杯", "仿_真_枪玩具"];

    private static readonly Mix<string> ExportCountries = new(
        ("US", 34), ("GB", 8), ("DE", 6), ("FR", 5), ("MY", 4), ("RU", 3), ("SG", 3), ("JP", 3), ("CA", 3), ("TH", 2), ("AU", 10), ("BR", 10), ("ES", 9));

    private static readonly Mix<string> ImportOrigins = new(
        ("US", 17), ("AU", 11), ("JP", 11), ("DE", 8), ("FR", 8), ("NZ", 7), ("KR", 7), ("NL", 5), ("IT", 4), ("GB", 11), ("TH", 11));

    public static GoodsTemplate Any(bool export, Randomizer random) => random.One((export ? Exports : Imports).Pick(random));

    public static string Country(bool export, Randomizer random) => (export ? ExportCountries : ImportOrigins).Pick(random);

    public static string Named(GoodsTemplate template, Randomizer random) => $"{random.One(Brands)}{template.Name}";
}
