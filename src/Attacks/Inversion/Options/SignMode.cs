namespace Federated.Attacks.Inversion;

/// <summary>What Adam is given instead of the gradient g.</summary>
public enum SignMode
{
    /// <summary>g itself.</summary>
    None,

    /// <summary>sign(g) (Inverting Gradients).</summary>
    Hard,

    /// <summary>tanh(s g) / s with s falling from 1 to 0 over the run.</summary>
    Soft,
}
