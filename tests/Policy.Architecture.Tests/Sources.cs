namespace Policy.Architecture.Tests;

/// <summary>The source files of the solution.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    /// <summary>Files below a folder, what the build makes left out, as paths below <see cref="Root"/>.</summary>
    public static IEnumerable<string> In(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(static file => !file.Split('/').Any(static part => part is "bin" or "obj"))
            .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Policy.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Policy.sln is not above the tests.");
        return folder.FullName;
    }
}
