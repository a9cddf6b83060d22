namespace Federated.Attacks;

/// <summary>
/// What an adversary has, each letter with all that the letters before it have (the taxonomy of the systematisation at USENIX Security 2025). An attack
/// names the least it needs, and is refused to an adversary who has less.
/// </summary>
public enum ThreatModel
{
    /// <summary>The model that went down and the update that came up.</summary>
    A,

    /// <summary>And general priors: pixels have a range, neighbouring pixels are alike; the number of samples.</summary>
    B,

    /// <summary>And the client's hyper-parameters: learning rate, epochs, batch size.</summary>
    C,

    /// <summary>And data like the client's, or of the same user.</summary>
    D,

    /// <summary>And statistics of the client's own data.</summary>
    E,

    /// <summary>And may send a model of its own making.</summary>
    F,

    /// <summary>And does so with data like the client's.</summary>
    G,

    /// <summary>And runs clients of its own in the cohort.</summary>
    H,
}
