namespace Federated.Learning.LanguageModels;

/// <summary>What a pretraining came to.</summary>
/// <param name="Network">the function</param>
/// <param name="Weights">length d, in the order of the network's layout</param>
/// <param name="HeldOutLoss">mean loss on the text that was held out, nats per byte</param>
/// <param name="Notes">how the model was made: the options, the text's SHA-256, the held-out loss</param>
public sealed record PretrainedModel(Transformer Network, float[] Weights, double HeldOutLoss, IReadOnlyDictionary<string, string> Notes);
