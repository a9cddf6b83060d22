using System.Numerics;
using Federated.Learning.Numerics;
using Federated.Learning.Privacy;
using Federated.Learning.Rounds;

namespace Federated.Learning.Gossip;

/// <summary>A node's local training, wherever the node is.</summary>
/// <param name="task">whose clients are the nodes</param>
/// <param name="algorithm">local rule</param>
/// <param name="protection">what is done to what training made of the model, before anybody and the node itself goes on with it; null: nothing</param>
internal sealed class NodeTrainer<T>(IFederatedTask<T> task, GossipAlgorithm<T> algorithm, UpdateProtection<T>? protection)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Trains a node and leaves its message; a node that diverges goes on from where it was.</summary>
    /// <param name="run">a worker's local run</param>
    /// <param name="round">round and learning rate</param>
    /// <param name="node">who</param>
    /// <param name="states">the models and vectors of some nodes; of this one's only the trained model may change here</param>
    /// <param name="index">where the node is among them</param>
    /// <param name="message">overwritten</param>
    /// <param name="cancellation">ends it between two steps</param>
    public NodeFigures Train(
        LocalRun<T> run, NodeRound round, int node, NodeStates<T> states, int index, T[] message, CancellationToken cancellation)
    {
        foreach (var name in algorithm.NodeState)
        {
            states[name][index].CopyTo(run.State(name));
        }

        run.Open(
            new RoundTask<T>(round.Number, [node], round.LearningRate, [states.Models[index]]), node, task.SampleCount(node), cancellation);
        algorithm.Train(run);
        var finite = IsFinite(run);
        if (finite && protection is not null)
        {
            protection.Apply(run, algorithm.MixesModels ? run.Sent(GossipAlgorithm<T>.Message) : run.State(GossipAlgorithm<T>.Trained));
            finite = IsFinite(run);
        }

        Deliver(run, states, index, message, finite);
        return new NodeFigures(node, run.MeanLoss, run.Steps, finite);
    }

    /// <summary>A message may be finite although the trained model is not: D-PSGD can send the model before its step.</summary>
    private bool IsFinite(LocalRun<T> run) =>
        FlatVector.IsFinite(run.AllSent.Span)
        && (algorithm.MixesModels || FlatVector.IsFinite<T>(run.State(GossipAlgorithm<T>.Trained)));

    private void Deliver(LocalRun<T> run, NodeStates<T> states, int index, T[] message, bool finite)
    {
        if (finite)
        {
            run.Sent(GossipAlgorithm<T>.Message).CopyTo(message);
        }
        else if (algorithm.MessageKind == GossipMessage.Difference)
        {
            Array.Clear(message);
        }
        else
        {
            states.Models[index].CopyTo(message, 0);
        }

        if (!algorithm.MixesModels)
        {
            var trained = finite ? run.State(GossipAlgorithm<T>.Trained) : states.Models[index];
            trained.CopyTo(states[GossipAlgorithm<T>.Trained][index]);
        }
    }
}
