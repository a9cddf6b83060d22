namespace Federated.Attacks.Audit;

/// <summary>Whether an attacker was told the samples' classes.</summary>
public enum LabelKnowledge
{
    /// <summary>It has to recover them.</summary>
    Recovered,

    /// <summary>It was told, in no order.</summary>
    Known,
}
