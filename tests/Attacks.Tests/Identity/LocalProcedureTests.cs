using Federated.Attacks.Derivatives;
using Federated.Attacks.Identity;
using Federated.Attacks.Tests.Transcripts;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Attacks.Tests.Identity;

public sealed class LocalProcedureTests
{
    /// <summary>Section 1 of the specification: u* = w0 - wT, so one step on all samples is the rate times their gradient.</summary>
    [Fact]
    public void An_update_has_the_sign_of_a_gradient()
    {
        var experiment = RecordedBed.Small with { Local = RecordedBed.OneStep };
        using var task = RecordedBed.Task(experiment);
        using var procedure = new LocalProcedure(task, new FedAvg<float>(new FedAvgOptions()), experiment.Local, workers: 1);
        var start = task.InitialPoint();
        var step = procedure.Train(new RoundTask<float>(1, [3], 0.25, [start]), CancellationToken.None)[0];

        using var loss = JointLosses.Create<float>(task.Network, 8);
        start.CopyTo(loss.Weights);
        ((ImageSet)task.Data.Train).Gather(task.Partition[3], loss.Inputs);
        loss.Targets.Clear();
        for (var i = 0; i < 8; i++)
        {
            loss.Targets[(i * 10) + task.Data.Train.Labels[task.Partition[3][i]]] = 1f;
        }

        loss.Evaluate();
        var difference = new float[step.Length];
        FlatVector.Combine<float>(difference, 1.0, step, -0.25, loss.WeightGradient);
        Assert.True(FlatVector.Norm<float>(difference) < 1e-5 * FlatVector.Norm<float>(step));
    }

    [Fact]
    public void Further_updates_of_a_round_have_other_batches()
    {
        var data = UsersBed.Load(UsersBed.Both with { Users = 3, DeviceImages = 10, AuxiliaryImages = 40 });
        var start = new float[UsersBed.Network.Layout.Dimension];
        UsersBed.Network.Layout.Initialise(1, start);
        var experiment = RecordedBed.Small with { Local = new() { Steps = 1, BatchSize = 16 } };
        var updates = KnownUsers.Updates(
            experiment, UsersBed.Network, data.Auxiliary!, [new RoundTask<float>(4, [], 0.1, [start])], new KnownUsersOptions { PerRound = 2, Users = 2 }, CancellationToken.None);
        Assert.Equal([(4, 0), (4, 1), (4, 0), (4, 1)], updates.Select(update => (update.Round, update.User)));
        Assert.NotEqual(updates[0].Step, updates[2].Step);
    }
}
