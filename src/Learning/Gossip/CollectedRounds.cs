using Federated.Learning.Experiments;

namespace Federated.Learning.Gossip;

/// <summary>
/// The rounds after which somebody looks at the vectors of all nodes: to judge, to save or to record them. Nodes that are elsewhere send theirs after
/// these rounds only.
/// </summary>
public static class CollectedRounds
{
    /// <summary>Whether a round is one of them.</summary>
    /// <param name="experiment">when it evaluates, saves and records</param>
    /// <param name="round">1-based</param>
    public static bool Includes(Experiment experiment, int round) =>
        round == experiment.Rounds
        || round % experiment.Evaluation.Every == 0
        || round % experiment.Evaluation.NodesEvery == 0
        || (experiment.Checkpoint.Every > 0 && round % experiment.Checkpoint.Every == 0)
        || experiment.Output.GlobalVectors
        || experiment.Record?.Includes(round) == true;
}
