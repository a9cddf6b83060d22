namespace Federated.Learning.Rounds;

/// <summary>Sums over evaluated samples; scores of disjoint sets add up.</summary>
/// <param name="Loss">sum of the per-sample losses</param>
/// <param name="Correct">samples whose most likely class is the true one; null where there are no classes</param>
/// <param name="Samples">number of samples</param>
public readonly record struct Score(double Loss, long? Correct, long Samples)
{
    /// <summary>Mean loss.</summary>
    public double MeanLoss => Loss / Samples;

    /// <summary>Fraction of correct samples; null where there are no classes.</summary>
    public double? Accuracy => Correct / (double?)Samples;

    /// <summary>Adds two disjoint scores.</summary>
    public static Score operator +(Score a, Score b) => Add(a, b);

    /// <summary>Adds two disjoint scores.</summary>
    public static Score Add(Score a, Score b) => new(a.Loss + b.Loss, a.Correct + b.Correct, a.Samples + b.Samples);
}
