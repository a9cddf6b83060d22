using Federated.Learning.Experiments;
using Federated.Learning.Rounds;

namespace Federated.Learning.Runs;

/// <summary>What a transport has to know of a run.</summary>
/// <param name="Experiment">what runs</param>
/// <param name="Task">what is learned</param>
/// <param name="Folder">the run's folder, for files that outlive the process</param>
public sealed record RunContext(Experiment Experiment, IFederatedTask<float> Task, string Folder);
