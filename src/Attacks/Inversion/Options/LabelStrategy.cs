namespace Federated.Attacks.Inversion;

/// <summary>Where the classes of the samples come from. All but <see cref="Known"/> and <see cref="Joint"/> are recovered from the last layer.</summary>
public enum LabelStrategy
{
    /// <summary>
    /// <see cref="Known"/> if the adversary is told; else <see cref="Idlg"/> for one sample; <see cref="BiasCorrected"/> for one step of several;
    /// <see cref="Counts"/> for several steps where the training is known.
    /// </summary>
    Auto,

    /// <summary>The adversary was told.</summary>
    Known,

    /// <summary>One sample: the most negative entry of the bias gradient, or of the weight gradient's row sums without a bias.</summary>
    Idlg,

    /// <summary>All classes with a negative bias gradient: right when no class comes twice and there are fewer samples than classes.</summary>
    Analytic,

    /// <summary>The N smallest row minima of the weight gradient (GradInversion): distinct classes.</summary>
    Yin,

    /// <summary>Bias gradients, the mean impact of a sample taken off for each class found.</summary>
    BiasCorrected,

    /// <summary>The same on row sums of the weight gradient.</summary>
    WainakhSimple,

    /// <summary>The same with impact and offsets measured on dummy samples.</summary>
    WainakhWhitebox,

    /// <summary>Class counts of a whole local training, from what dummy samples do before and after it (Dimitrov et al.).</summary>
    Counts,

    /// <summary>Optimised together with the samples (DLG).</summary>
    Joint,
}
