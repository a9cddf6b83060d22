namespace Federated.Attacks.Audit;

/// <summary>Whether an attacker reckons with a defence.</summary>
public enum AttackerKind
{
    /// <summary>Takes the update as if nothing had been done to it.</summary>
    Naive,

    /// <summary>Knows the defence and what it left: its mask, its bound, the layer it touched.</summary>
    Adaptive,
}
