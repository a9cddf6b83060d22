namespace Federated.Attacks.Inversion;

/// <summary>What moves the dummy samples.</summary>
public enum InversionOptimizer
{
    /// <summary>Adam: an iteration is one evaluation.</summary>
    Adam,

    /// <summary>L-BFGS: an iteration is an outer step of up to 20 inner ones; for smooth networks.</summary>
    Lbfgs,
}
