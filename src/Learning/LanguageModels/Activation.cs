namespace Federated.Learning.LanguageModels;

/// <summary>Nonlinearity between the two layers of a transformer's feed-forward block.</summary>
public enum Activation
{
    /// <summary>x Phi(x).</summary>
    Gelu,

    /// <summary>GPT-2's approximation of it by tanh.</summary>
    GeluTanh,

    /// <summary>max(0, x).</summary>
    Relu,
}
