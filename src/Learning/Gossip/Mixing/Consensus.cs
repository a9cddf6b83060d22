namespace Federated.Learning.Gossip;

/// <summary>How far models are from their mean, before and after mixing.</summary>
/// <param name="Before">sum over nodes of |x_i - mean|^2 before mixing</param>
/// <param name="After">the same after mixing</param>
/// <param name="Drift">|mean after - mean before|^2</param>
/// <param name="Mean">|mean before|^2</param>
public readonly record struct Consensus(double Before, double After, double Drift, double Mean)
{
    /// <summary>Of models that nobody has seen together: NaN.</summary>
    public static Consensus Unknown => new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Sums of two blocks of columns.</summary>
    public static Consensus Add(Consensus a, Consensus b) =>
        new(a.Before + b.Before, a.After + b.After, a.Drift + b.Drift, a.Mean + b.Mean);
}
