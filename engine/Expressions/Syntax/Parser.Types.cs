using System.Collections.Immutable;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>Types, after <c>instance of</c> and in parameters.</summary>
internal sealed partial class Parser
{
    private TypeName Type()
    {
        var start = Now.Span.Start;
        if (_depth == Limits.Nesting)
        {
            TooDeep();
            return new TypeName("", default);
        }

        _depth++;
        var type = NamedType(start);
        _depth--;
        return type;
    }

    private TypeName NamedType(int start)
    {
        if (Now.Kind != TokenKind.Word)
        {
            Unexpected(Wanted.Type);
            return new TypeName("", default);
        }

        var name = Words(Vocabulary.IsType) ?? QualifiedName();
        if (name == "function" && Now.Is("<")) return FunctionType(start);
        if (!Skip("<")) return new TypeName(name, default) { Span = From(start) };
        var structured = name == "context";
        var arguments = ImmutableArray.CreateBuilder<Node>();
        if (!Now.Is(">"))
        {
            do arguments.Add(structured ? MemberType() : Type());
            while (Skip(","));
        }

        Expect(">");
        return new TypeName(name, arguments.ToImmutable()) { IsStructured = structured, IsParametric = true, Span = From(start) };
    }

    private string QualifiedName()
    {
        var name = Adjacent();
        while (Skip(".") && Now.Kind == TokenKind.Word) name += "." + Adjacent();
        return name;
    }

    private TypeName FunctionType(int start)
    {
        _at++;
        var parameters = ImmutableArray.CreateBuilder<Node>();
        if (!Now.Is(">"))
        {
            do parameters.Add(Type());
            while (Skip(","));
        }

        Expect(">");
        var result = Now.Is("-") && Ahead().Is(">") ? Result() : null;
        return new TypeName("function", parameters.ToImmutable()) { IsParametric = true, Result = result, Span = From(start) };
    }

    private TypeName Result()
    {
        _at += 2;
        return Type();
    }

    private FormalParameter MemberType()
    {
        var start = Now.Span.Start;
        var name = Now.Kind == TokenKind.Word ? Key() : "";
        Expect(":");
        return new FormalParameter(name, Type()) { Span = From(start) };
    }
}
