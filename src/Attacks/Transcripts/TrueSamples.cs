namespace Federated.Attacks.Transcripts;

/// <summary>Samples as they are.</summary>
/// <param name="Pixels">one after the other, each channels first, in [0, 1] where it is known how they were normalised</param>
/// <param name="Labels">class of each</param>
/// <param name="Indices">number of each in the training set</param>
public sealed record TrueSamples(float[] Pixels, int[] Labels, int[] Indices);
