namespace Federated.Simulator.Tests.Cli;

/// <summary>Files of the repository that users start from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Example(string name) => Path.Combine(Root, "examples", name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Federated.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Federated.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
