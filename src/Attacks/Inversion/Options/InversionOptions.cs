using Federated.Learning.Experiments;

namespace Federated.Attacks.Inversion;

/// <summary>Settings of an attack on a gradient or an update. Every attack has defaults of its own: see <see cref="IInversion.Defaults"/>.</summary>
public sealed record InversionOptions
{
    /// <summary>What is minimised.</summary>
    public MatchingObjective Objective { get; init; } = MatchingObjective.Cosine;

    /// <summary>Factor on the objective, not on the priors.</summary>
    [Accepts("(0, inf)")]
    public double Scale { get; init; } = 1.0;

    /// <summary>What moves the dummy samples.</summary>
    public InversionOptimizer Optimizer { get; init; } = InversionOptimizer.Adam;

    /// <summary>Of L-BFGS.</summary>
    public LineSearch LineSearch { get; init; } = LineSearch.None;

    /// <summary>What it computes in.</summary>
    public NumberFormat Numbers { get; init; } = NumberFormat.Float32;

    /// <summary>Learning rate eta.</summary>
    [Accepts("(0, inf)")]
    public double Lr { get; init; } = 0.1;

    /// <summary>Iterations of Adam, or outer steps of L-BFGS.</summary>
    [Accepts("[1, 10000000]")]
    public int Iterations { get; init; } = 400;

    /// <summary>How the learning rate falls; Adam only.</summary>
    public RateDecay Decay { get; init; } = RateDecay.Steps;

    /// <summary>Weight of the total variation.</summary>
    [Accepts("[0, inf)")]
    public double Tv { get; init; }

    /// <summary>Which total variation.</summary>
    public VariationForm TvForm { get; init; } = VariationForm.Sum;

    /// <summary>Weight of half the mean square of the values.</summary>
    [Accepts("[0, inf)")]
    public double L2 { get; init; }

    /// <summary>Whether pixels are kept in [0, 1] after every step; Adam only.</summary>
    public bool Box { get; init; }

    /// <summary>What Adam gets instead of the gradient.</summary>
    public SignMode Signed { get; init; } = SignMode.None;

    /// <summary>Noise added to Adam's gradients: this times the learning rate times N(0, 1); 0.01 in the Langevin variant.</summary>
    [Accepts("[0, inf)")]
    public double Langevin { get; init; }

    /// <summary>Where the dummy samples start.</summary>
    public StartKind Init { get; init; } = StartKind.Normal;

    /// <summary>Starts; the best is kept.</summary>
    [Accepts("[1, 10000]")]
    public int Restarts { get; init; } = 1;

    /// <summary>A restart ends when its objective falls below this.</summary>
    [Accepts("[0, inf)")]
    public double StopBelow { get; init; }

    /// <summary>Where labels come from.</summary>
    public LabelStrategy Labels { get; init; } = LabelStrategy.Auto;

    /// <summary>Layers or tensors that are left out of the objective, such as <c>fc2</c> or <c>conv1.bias</c>: for adversaries who know what a defence spoilt.</summary>
    public string[] SkipLayers { get; init; } = [];

    /// <summary>Where on the way from w0 to wT the gradient is taken.</summary>
    public SmeOptions Sme { get; init; } = new();

    /// <summary>Of the unrolled attack.</summary>
    public DlfaOptions Dlfa { get; init; } = new();

    /// <summary>Seed of all that the attack draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that share the restarts; decides nothing but the time.</summary>
    [Accepts("[1, 256]")]
    public int Workers { get; init; } = 2;
}
