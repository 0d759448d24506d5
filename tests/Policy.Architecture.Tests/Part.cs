using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Policy.Architecture.Tests;

/// <summary>A part of the platform: its assembly, and what the compiled code mentions.</summary>
public sealed class Part
{
    private Part(string folder, Assembly assembly)
    {
        Folder = folder;
        Assembly = assembly;
        using var stream = File.OpenRead(assembly.Location);
        using var file = new PEReader(stream);
        var reader = file.GetMetadataReader();
        Types = [.. reader.TypeReferences.Select(handle => NameOf(reader, handle))];
        Members =
        [
            .. reader.MemberReferences
                .Select(reader.GetMemberReference)
                .Where(static member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => $"{NameOf(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}"),
        ];
    }

    public static Part Engine { get; } = new("engine", typeof(Policy.Engine.RuleSet).Assembly);

    public static Part Rules { get; } = new("rules", typeof(Policy.Rules.Zone).Assembly);

    public static Part Seed { get; } = new("seed", Assembly.Load("Policy.Seed"));

    public static Part Admin { get; } = new("admin", Assembly.Load("Policy.Admin"));

    public static Part Host { get; } = new("host", typeof(Policy.Host.Embedded.EmbeddedPostgres).Assembly);

    public static IReadOnlyList<Part> All { get; } = [Engine, Rules, Seed, Admin, Host];

    /// <summary>Folder of the part's sources, below the solution's.</summary>
    public string Folder { get; }

    public Assembly Assembly { get; }

    /// <summary>Full names of all types of other assemblies it mentions.</summary>
    public ImmutableHashSet<string> Types { get; }

    /// <summary>All methods, properties' accessors and fields of other assemblies it uses:
    /// <c>Namespace.Type.member</c>.</summary>
    public ImmutableHashSet<string> Members { get; }

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }
}
