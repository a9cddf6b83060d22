using System.Reflection;

namespace Federated.Architecture.Tests;

/// <summary>The repository the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value!);

    /// <summary>Every C# file under src/ that a person wrote.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = Find("*.cs")
        .Select(path => new SourceFile(FromRoot(path), File.ReadAllLines(path)))
        .ToList();

    /// <summary>Every project file under src/, as a full path.</summary>
    public static IReadOnlyList<string> Projects { get; } = Find("*.csproj");

    private static List<string> Find(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), pattern, SearchOption.AllDirectories)
            .Where(path => !FromRoot(path).Split('/').Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .ToList();

    private static string FromRoot(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
