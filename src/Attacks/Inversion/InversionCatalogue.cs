using Federated.Attacks.Inversion.Analytic;
using Federated.Attacks.Inversion.Unrolled;
using Federated.Learning;

namespace Federated.Attacks.Inversion;

/// <summary>All attacks by name.</summary>
public static class InversionCatalogue
{
    private static readonly InversionOptions _adam = new() { Tv = 1e-4, Box = true, Signed = SignMode.Hard };

    private static readonly InversionOptions _lbfgs = new()
    {
        Objective = MatchingObjective.Euclid,
        Optimizer = InversionOptimizer.Lbfgs,
        Lr = 1.0,
        Iterations = 40,
        Decay = RateDecay.None,
        Restarts = 3,
    };

    private static readonly InversionOptions _surrogate = new() { Lr = 0.3, Tv = 0.01, TvForm = VariationForm.Half, Box = true };

    private static readonly InversionOptions _unrolled = new()
    {
        Objective = MatchingObjective.Euclid,
        Lr = 0.4,
        Iterations = 400,
        Decay = RateDecay.Exponential,
    };

    /// <summary>The attacks, the simple ones first.</summary>
    public static IReadOnlyList<IInversion> All { get; } =
    [
        new AnalyticInversion(),
        new MatchingInversion(
            "dlg", "samples and labels by L-BFGS on |g - g*|^2 (Zhu et al. 2019)", ThreatModel.A, _lbfgs with { Labels = LabelStrategy.Joint }),
        new MatchingInversion("idlg", "the label from the last layer, then samples by L-BFGS (Zhao et al. 2020)", ThreatModel.A, _lbfgs),
        new MatchingInversion("ig", "cosine, total variation and signed Adam (Inverting Gradients, Geiping et al. 2020)", ThreatModel.B, _adam),
        new MatchingInversion(
            "gradinversion",
            "scaled |g - g*|^2 with total variation and an L2 prior (Yin et al. 2021); its matching of BatchNorm statistics does not apply to networks without them",
            ThreatModel.E,
            _adam with { Objective = MatchingObjective.Euclid, Scale = 1e-4, TvForm = VariationForm.Isotropic, L2 = 1e-6, Labels = LabelStrategy.Yin }),
        new MatchingInversion(
            "sme",
            "the gradient at a surrogate between w0 and wT, for updates of many steps (Zhu et al. 2023)",
            ThreatModel.B,
            _surrogate with { Sme = new SmeOptions { Alpha0 = 0.5 } }),
        new UnrolledInversion("dlfa", "simulates the whole local training (Dimitrov et al. 2022); for few steps", _unrolled with { Lr = 0.1 }),
        new UnrolledInversion("dlfa-femnist", "the same with the authors' constants for FEMNIST", _unrolled with { Dlfa = DlfaOptions.Femnist }),
        new UnrolledInversion("dlfa-cifar", "the same with the authors' constants for CIFAR-100", _unrolled with { Lr = 0.1, Dlfa = DlfaOptions.Cifar }),
    ];

    /// <summary>The attacks' names.</summary>
    public static IReadOnlyList<string> Names => [.. All.Select(attack => attack.Name)];

    /// <summary>An attack by its name.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static IInversion Find(string name) => All.FirstOrDefault(attack => attack.Name == name)
        ?? throw new InputException($"'{Printable.Shorten(name)}' is not the name of an attack; expected one of {string.Join(", ", Names)}");
}
