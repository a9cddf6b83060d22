namespace Federated.Simulator.Reports;

/// <summary>How papers spell the algorithms that experiment files write in lower case.</summary>
internal static class AlgorithmNames
{
    private static readonly string[] Known =
    [
        "FedSpeed", "FedAvg", "FedProx", "FedAdam", "FedCM", "SCAFFOLD", "FedDyn", "FedSAM", "MoFedSAM", "FedGamma", "FedSMOO",
        "DFedSAM", "DFedSAM-MGS", "D-PSGD", "DFedAvg", "DFedAvgM", "SPSA",
    ];

    /// <summary>The paper's spelling, or the name itself for an algorithm that is not listed.</summary>
    public static string Display(string name) =>
        Known.FirstOrDefault(known => Bare(known).Equals(Bare(name), StringComparison.OrdinalIgnoreCase)) ?? name;

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
