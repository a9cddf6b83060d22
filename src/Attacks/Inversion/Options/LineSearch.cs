namespace Federated.Attacks.Inversion;

/// <summary>How L-BFGS chooses the length of a step.</summary>
public enum LineSearch
{
    /// <summary>The learning rate: what the authors of DLG did, and why it diverges from some starts.</summary>
    None,

    /// <summary>A length at which the strong Wolfe conditions hold (Nocedal and Wright, algorithms 3.5 and 3.6).</summary>
    StrongWolfe,
}
