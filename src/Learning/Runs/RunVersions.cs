using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Federated.Learning.Runs;

/// <summary>Versions of what computes a result.</summary>
public static class RunVersions
{
    /// <summary>Name and version.</summary>
    public static IReadOnlyDictionary<string, string> Current { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["federated"] = Informational(typeof(RunVersions).Assembly),
        ["torchsharp"] = Informational(typeof(torch).Assembly),
        ["libtorch"] = torch.__version__,
        ["dotnet"] = RuntimeInformation.FrameworkDescription,
        ["os"] = RuntimeInformation.OSDescription,
    };

    private static string Informational(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version!.ToString();
}
