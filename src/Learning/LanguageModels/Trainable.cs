namespace Federated.Learning.LanguageModels;

/// <summary>Which parameters of a language model are trained and exchanged; the others stay as they are.</summary>
public enum Trainable
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Scales and shifts of the normalisations, and the biases of the linear layers.</summary>
    NormsAndBiases,

    /// <summary>Low-rank adapters on the projections to queries, keys and values (Hu et al. 2021).</summary>
    Lora,
}
