namespace Federated.Attacks.Audit;

/// <summary>Where the price of defences was measured: in the recorded round whose updates gained most.</summary>
/// <param name="Round">1-based</param>
/// <param name="Before">test accuracy of the model that went down</param>
/// <param name="After">test accuracy after the recorded updates were averaged into it, without a defence</param>
public sealed record AuditPrice(int Round, double Before, double After)
{
    /// <summary>Gain below which the price of a defence drowns in the accuracy's own noise.</summary>
    private const double LeastGain = 0.02;

    /// <summary>Whether the updates gained enough for a loss to be seen.</summary>
    public bool Tells => After - Before >= LeastGain;
}
