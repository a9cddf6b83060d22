namespace Federated.Client;

/// <summary>Samples that lie with a node: it stands for one client of the experiment, and trains no other.</summary>
/// <param name="Client">the client's place in the split, 0-based</param>
/// <param name="Folder">where its samples are, see <see cref="Learning.Data.Arrays.SampleFolder"/></param>
public sealed record OwnSamples(int Client, string Folder);
