namespace Federated.Attacks;

/// <summary>What an attack made of an observation.</summary>
public sealed record Reconstruction
{
    /// <summary>Samples one after the other, each channels first, in the network's normalised space.</summary>
    public required float[] Inputs { get; init; }

    /// <summary>A class for each sample.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The attack's objective at <see cref="Inputs"/>: the lowest it has seen.</summary>
    public required double Objective { get; init; }

    /// <summary>Evaluations of the objective, over all restarts.</summary>
    public required long Evaluations { get; init; }

    /// <summary>Which restart found it, 0-based.</summary>
    public int Restart { get; init; }

    /// <summary>Where the surrogate model ended between w0 (0) and wT (1); null for attacks without one.</summary>
    public double? Alpha { get; init; }

    /// <summary>Whether the attack was stopped before its end: this is the best it had.</summary>
    public bool IsPartial { get; init; }
}
