using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions;

/// <summary>Where a value lies while expressions run, so that it is read there instead of being copied from hand to hand.</summary>
internal abstract class Place
{
    private static readonly Value Nothing;

    /// <summary>True when reading never goes wrong.</summary>
    public virtual bool IsSafe => true;

    public static Place Fact(int slot) => new FactPlace(slot);

    public static Place Item(int slot) => new ItemPlace(slot);

    public static Place Local(int slot) => new LocalPlace(slot);

    public static Place Constant(Value value) => new ConstantPlace(value);

    /// <summary>A member of an object that lies somewhere; objects of another form than expected are asked by name.</summary>
    public Place Member(string name, Shape? shape, int slot) => new MemberPlace(this, name, shape, slot);

    /// <summary>The value; null, with a fault, when something went wrong.</summary>
    public abstract ref readonly Value Read(Frame frame);

    /// <summary>A copy of the value.</summary>
    public Value Get(Frame frame) => Read(frame);

    /// <summary>Reports a fault and gives null.</summary>
    protected static ref readonly Value Fault(Frame frame, string code, LocalizedText message)
    {
        frame.Fault(code, message);
        return ref Nothing;
    }

    private sealed class FactPlace(int slot) : Place
    {
        public override ref readonly Value Read(Frame frame) => ref frame.Facts.At(slot);
    }

    private sealed class ItemPlace(int slot) : Place
    {
        public override ref readonly Value Read(Frame frame) => ref frame.Item!.At(slot);
    }

    private sealed class LocalPlace(int slot) : Place
    {
        public override ref readonly Value Read(Frame frame) => ref frame.Locals[slot];
    }

    private sealed class ConstantPlace(Value value) : Place
    {
        private readonly Value _value = value;

        public override ref readonly Value Read(Frame frame) => ref _value;
    }

    private sealed class MemberPlace(Place source, string name, Shape? shape, int slot) : Place
    {
        public override bool IsSafe => source.IsSafe;

        public override ref readonly Value Read(Frame frame)
        {
            ref readonly var value = ref source.Read(frame);
            if (value.Kind != ValueKind.Object) return ref Other(frame, in value);
            var context = value.AsObject();
            if (ReferenceEquals(context.Shape, shape)) return ref context.At(slot);
            if (context.Shape.Slot(name) is var found and >= 0) return ref context.At(found);
            return ref Nothing;
        }

        private ref readonly Value Other(Frame frame, in Value value)
        {
            if (value.IsNull) return ref Nothing;
            return ref new[] { Access.Member(frame, in value, name) }[0];
        }
    }
}
