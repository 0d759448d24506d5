using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Simulations;

/// <summary>Every refusal of simulating: its stable code and its sentence.</summary>
internal static class SimulationRefusals
{
    public static Refusal Busy { get; } = new("busy", new(
        "已有足够多的模拟在等待；请稍后再试。",
        "As many simulations as may are waiting already; try again later."));

    public static Refusal NoUploads { get; } = new("no-uploads", new(
        "暂不支持上传的包裹；请使用 `recorded` 或 `generated`。",
        "Uploaded parcels are not taken; use `recorded` or `generated`."));

    public static Refusal NoFlow { get; } = new("no-flow", new(
        "基准与候选内容都没有流程 `clearance`，无法模拟；请把流程一并列入。",
        "Neither the baseline nor the candidate has a flow `clearance`, so nothing can be simulated; name the flow as well."));

    public static Refusal NoParcels { get; } = new("no-parcels", new(
        "该时段没有已判定的包裹；请放宽时段，或使用生成的包裹。",
        "No parcel was decided in that period; widen it, or use generated parcels."));

    public static Refusal Ended { get; } = new("simulation-ended", new(
        "模拟已经结束，不能取消。",
        "The simulation has ended and cannot be cancelled."));

    public static Refusal TooManyParcels(int count) => new("too-many-parcels", new(
        $"该时段有 {count} 个包裹，超过一次模拟的上限 {SimulationRequest.MostParcels}；请缩短时段。",
        $"There are {count} parcels in that period, more than the {SimulationRequest.MostParcels} of one simulation; shorten it."));

    public static Refusal Unknown(string id) => new("unknown-simulation", new(
        $"没有模拟 `{id}`。",
        $"There is no simulation `{id}`."));

    public static Refusal Invalid(ImmutableArray<Diagnostic> problems) => new(
        "invalid",
        new("模拟请求有误，请按所列错误逐项修改。", "The request to simulate has errors; mend each of those listed."),
        problems);
}
