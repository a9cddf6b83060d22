using Federated.Learning;
using Federated.Learning.Runs;

namespace Federated.Attacks.Audit;

/// <summary>Audits a recorded run.</summary>
public sealed class AuditRun
{
    private readonly AuditTarget _target;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly long _begin;
    private readonly AuditFindings _findings = new();
    private readonly AuditSuite _suite;
    private readonly IReadOnlyList<AuditJob> _jobs;

    /// <param name="runFolder">where the run's files are</param>
    /// <param name="options">what is tried, and how long</param>
    /// <param name="time">clock</param>
    /// <exception cref="InputException">There is no run, it was not recorded, or holds nothing that could be attacked.</exception>
    public AuditRun(string runFolder, AuditOptions options, TimeProvider time)
    {
        _begin = time.GetTimestamp();
        (_target, _options, _time) = (AuditTarget.Open(runFolder), options, time);
        _suite = _target.Transcript.Family switch
        {
            "parameter server" => new ServerSuite(_target, options, _findings, time),
            "gossip" => new GossipSuite(_target, options, _findings, time),
            _ => new LogSuite(_target, options, _findings, time),
        };
        _jobs = _suite.Plan();
    }

    /// <summary>What is to be expected, before anything runs.</summary>
    public IReadOnlyList<AuditForecast> Forecasts => _suite.Forecasts;

    /// <summary>Pieces of work.</summary>
    public int Jobs => _jobs.Count;

    /// <summary>Tries all of it, as far as the time allows.</summary>
    /// <param name="progress">called from the workers' threads</param>
    /// <param name="stop">ends it early: the file holds what was found until then</param>
    public AuditFile Execute(IProgress<AuditProgress>? progress, CancellationToken stop)
    {
        var left = new AuditSchedule(_options.Workers, _options.Budget, _time).Run(_jobs, _begin, progress, stop);
        var audit = _findings.Write(new AuditFile
        {
            Setting = Setting(),
            Forecasts = _suite.Forecasts,
            LeftOut = [.. _suite.LeftOut, .. left],
            Method = new AuditMethod
            {
                Commands = [_options.Command],
                Seed = _options.Seed,
                Workers = _options.Workers,
                Seconds = _time.GetElapsedTime(_begin).TotalSeconds,
                Budget = _options.Budget.TotalSeconds,
                SuccessPsnr = _options.SuccessPsnr,
                Versions = RunVersions.Current,
            },
        });
        var losses = RecordedLoss.Read(_target.Transcript.Folder);
        audit = audit with
        {
            Setting = audit.Setting with { Knows = Knows(audit) },
            Rows = [.. audit.Rows.Select(row => losses.TryGetValue(row.Round, out var epsilon) ? row with { Epsilon = epsilon } : row)],
        };
        return audit with { Summary = AuditSummary.Write(audit) };
    }

    private AuditSetting Setting() => new()
    {
        Experiment = _target.Experiment.Name,
        Family = _target.Transcript.Family,
        Algorithm = _target.Experiment.Algorithm.Title,
        Subject = $"{_target.Experiment.Data.Name}, {_target.Experiment.Model.Name}",
        Parameters = _target.Transcript.Index.Dimension,
        Rounds = _target.Experiment.Rounds,
        Audited = _suite.Audited,
        Recorded = _target.Transcript.Lines.Count,
        Adversary = _suite.Adversary,
        Summed = _suite.Summed,
        Knows = [],
    };

    /// <summary>Letters up to the strongest that an attack needed; who sent what takes data of users.</summary>
    private static IReadOnlyList<AuditKnowledge> Knows(AuditFile audit)
    {
        var needs = audit.Rows.Select(row => (row.Threat, row.Attack));
        if (audit.Identification.Count > 0)
        {
            needs = needs.Append((ThreatModel.D, "identification"));
        }

        var byLetter = needs.Distinct().ToLookup(need => need.Threat, need => need.Attack);
        var most = byLetter.Select(letter => letter.Key).DefaultIfEmpty(ThreatModel.A).Max();
        return [.. Enum.GetValues<ThreatModel>().Where(letter => letter <= most).Select(letter => new AuditKnowledge($"{letter}", AuditKnowledge.Describe(letter), [.. byLetter[letter]]))];
    }
}
