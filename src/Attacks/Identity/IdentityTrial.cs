using Federated.Learning;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Numerics;
using Federated.Learning.Rounds;
using Federated.Learning.Tasks;

namespace Federated.Attacks.Identity;

/// <summary>
/// Asks of users' data, without a recorded run, how well updates would tell them apart: devices and the adversary train from one model, which was
/// warmed up on public samples.
/// </summary>
public sealed class IdentityTrial
{
    private readonly FederatedDataset _data;
    private readonly AuxiliaryData _auxiliary;
    private readonly Partition _devices;
    private readonly Network _network;
    private readonly TrialOptions _options;
    private readonly Experiment _experiment;
    private readonly IReadOnlyList<RoundTask<float>> _broadcasts;

    /// <param name="data">images of users, with auxiliary ones</param>
    /// <param name="network">the model</param>
    /// <param name="options">rounds, steps</param>
    /// <param name="start">w0, length d, for example of a later round; null: warmed up</param>
    /// <exception cref="InputException">The data has no users, or nothing for the adversary.</exception>
    public IdentityTrial(FederatedDataset data, Network network, TrialOptions options, float[]? start = null)
    {
        _data = data;
        _devices = data.Natural ?? throw new InputException($"identification: {data.Name} has no users; expected a data set with a natural partition");
        _auxiliary = data.Auxiliary ?? throw new InputException($"identification: {data.Name} has no auxiliary samples of its users; expected some, as with data.cameras");
        _network = network;
        _options = options;
        _experiment = new Experiment { Algorithm = new FedAvgOptions(), Local = options.Local, Seed = options.Seed };
        Start = start ?? WarmUp();
        _broadcasts = [.. Enumerable.Range(1, options.Rounds).Select(round => new RoundTask<float>(round, [], options.Local.LearningRate, [Start]))];
    }

    /// <summary>w0 of all updates.</summary>
    public float[] Start { get; }

    /// <summary>The adversary's updates.</summary>
    /// <param name="samples">other samples for the same places, such as an adaptive adversary's with decoys; null: the auxiliary ones</param>
    public IReadOnlyList<LabelledUpdate> Labelled(SampleSet? samples = null) => KnownUsers.Updates(
        _experiment,
        _network,
        samples is null ? _auxiliary : _auxiliary with { Samples = samples },
        _broadcasts,
        new KnownUsersOptions { Users = _options.KnownUsers, Workers = _options.Workers, Seed = _options.Seed + 1 },
        CancellationToken.None);

    /// <summary>The devices' updates, and whose they are.</summary>
    /// <param name="samples">other samples for the same places, such as with decoys; null: the devices' own</param>
    public (IReadOnlyList<AnonymousUpdate> Updates, IReadOnlyList<IdentityTruth> Truth) Anonymous(SampleSet? samples = null)
    {
        int[] everybody = [.. Enumerable.Range(0, _devices.Clients)];
        using var task = Task(samples ?? _data.Train, _devices, _experiment);
        using var procedure = new LocalProcedure(task, new FedAvg<float>(new FedAvgOptions()), _options.Local, _options.Workers);
        var (updates, truth) = (new List<AnonymousUpdate>(), new List<IdentityTruth>());
        foreach (var broadcast in _broadcasts)
        {
            var steps = procedure.Train(broadcast with { Cohort = everybody }, CancellationToken.None);
            for (var device = 0; device < steps.Length; device++)
            {
                var user = device / _auxiliary.DevicesPerUser;
                updates.Add(new AnonymousUpdate(broadcast.Round, steps[device]));
                truth.Add(new IdentityTruth(user < (_options.KnownUsers ?? int.MaxValue) ? user : -1, device));
            }
        }

        return (updates, truth);
    }

    private float[] WarmUp()
    {
        if (_auxiliary.Public is not { } samples || _options.WarmUpEpochs == 0)
        {
            using var untrained = Task(_data.Train, _devices, _experiment);
            return untrained.InitialPoint();
        }

        var local = _options.Local with { Steps = null, Epochs = _options.WarmUpEpochs };
        using var task = Task(samples, Partition.OfOne(0, samples.Count), _experiment with { Local = local });
        using var procedure = new LocalProcedure(task, new FedAvg<float>(new FedAvgOptions()), local, workers: 1);
        var start = task.InitialPoint();
        var step = procedure.Train(new RoundTask<float>(0, [0], local.LearningRate, [start]), CancellationToken.None)[0];
        FlatVector.AddScaled<float>(start, -1.0, step);
        return start;
    }

    private ClassificationTask Task(SampleSet samples, Partition partition, Experiment experiment) =>
        new(experiment, new FederatedDataset(_data.Name, samples, _data.Test), partition, _network);
}
