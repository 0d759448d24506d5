namespace Policy.Engine.Workflows;

/// <content>Names: the facts, their members, parameters.</content>
internal sealed partial class RuleEmitter
{
    private RuleCode? Name(NameSyntax name)
    {
        if (Parameter(name.Name) is { } parameter) return parameter.Value;
        if (IsFacts(name.Name))
            return new RuleCode(new RuleType(ValueKind.Object, facts), Facts);
        return Fail(name, DiagnosticCode.RuleName,
            RuleMessages.UnknownName(name.Name, ["facts", "input1", .. _scope.Select(p => p.Name)]));
    }

    private RuleCode? Member(MemberSyntax member)
    {
        if (member.Target is NameSyntax root && Parameter(root.Name) is null && !IsFacts(root.Name))
            return Name(root);
        if (Any(member.Target) is not { } target) return null;
        switch (target.Type)
        {
            case { Kind: ValueKind.Text } when member.Name is "Length": return Numeric(Call("Length", target.Code));
            case { Kind: ValueKind.List } when member.Name is "Count":
                return Numeric(Counted(target));
            case { Kind: ValueKind.Object, Members: null }:
                return Fail(member, DiagnosticCode.RuleName, RuleMessages.OpenObject(LastName(member.Target)));
            case { Kind: ValueKind.Object, Members: { } members }:
                var field = members.Field(member.Name) ?? Lenient(members, member.Name);
                if (field is not null && RuleType.Of(field) is { Kind: ValueKind.Time or ValueKind.Months } or { Items.Kind: ValueKind.Time or ValueKind.Months })
                    return Fail(member, DiagnosticCode.RuleNotAllowed, RuleMessages.OutsideRules(field.Name));
                return field is null
                    ? Fail(member, DiagnosticCode.RuleName,
                        RuleMessages.UnknownMember(member.Name, members.Key, members.Fields.Select(f => f.Name)))
                    : Read(target.Code, RuleType.Of(field), members.Shape.Slot(field.Name));
            default: return Fail(member, DiagnosticCode.RuleNotAllowed, RuleMessages.NotAllowed(member.Name));
        }
    }

    /// <summary>Microsoft RulesEngine finds members whatever their case; so a .NET spelling of a field is understood
    /// when only one field is meant.</summary>
    private static FactField? Lenient(FactType members, string name)
    {
        var found = members.Fields.Where(f =>
            string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return found is [var only] ? only : null;
    }

    private RuleParameterName? Parameter(string name) =>
        _scope.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsFacts(string name) =>
        string.Equals(name, "facts", StringComparison.OrdinalIgnoreCase)
            || string.Equals(name, "input1", StringComparison.OrdinalIgnoreCase);

    private static string LastName(RuleSyntax tree) => tree switch
    {
        MemberSyntax m => m.Name,
        NameSyntax n => n.Name,
        _ => "object",
    };
}
