using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Federated.Learning.Runs;
using Federated.Protocol;

namespace Federated.Simulator.Commands;

/// <summary>What an operator sees of a run.</summary>
internal static class StatusText
{
    /// <summary>Figures of a round that people look at first.</summary>
    private static readonly string[] _figures = ["train_loss", "loss", "test_loss", "test_accuracy", "seconds", "clients", "rejected", "dropped"];

    /// <summary>For people.</summary>
    public static string Page(StatusReply status)
    {
        var text = new StringBuilder();
        Line(text, $"{status.Run}: {status.Algorithm}, round {status.RoundsDone} of {status.Rounds}");
        if (status.Held)
        {
            text.AppendLine("held: nodes are given work once 'fed start' says so");
        }

        Line(text, $"tasks: {status.TasksDone} of {status.TasksDone + status.TasksOutstanding} done in the newest round");
        if (status.Metrics.Length > 0)
        {
            text.AppendLine(Round(status.Metrics));
        }

        Line(text, $"nodes: {status.Nodes.Count}, {status.Nodes.Sum(node => node.Busy)} of {status.Nodes.Sum(node => node.Slots)} slots busy");
        var width = status.Nodes.Select(node => node.Name.Length).DefaultIfEmpty().Max();
        foreach (var node in status.Nodes)
        {
            Line(text, $"  {node.Name.PadRight(width)}  {node.Busy} of {node.Slots} busy, seen {node.SecondsSilent:F1} s ago");
        }

        Line(text, $"coordinator: fed {status.Program}");
        return text.ToString();
    }

    /// <summary>For programs: one line.</summary>
    public static string Json(StatusReply status) => new JsonObject
    {
        ["run"] = status.Run,
        ["algorithm"] = status.Algorithm,
        ["rounds_done"] = status.RoundsDone,
        ["rounds"] = status.Rounds,
        ["held"] = status.Held,
        ["tasks_done"] = status.TasksDone,
        ["tasks_outstanding"] = status.TasksOutstanding,
        ["metrics"] = status.Metrics.Length > 0 ? JsonNode.Parse(status.Metrics) : null,
        ["nodes"] = new JsonArray([.. status.Nodes.Select(node => new JsonObject
        {
            ["name"] = node.Name,
            ["slots"] = node.Slots,
            ["busy"] = node.Busy,
            ["seconds_silent"] = node.SecondsSilent,
        })]),
        ["version"] = status.Program,
    }.ToJsonString(RunJson.Line) + "\n";

    /// <summary>A round for people: one line, of a line of metrics.jsonl.</summary>
    public static string Round(string metrics)
    {
        var figures = JsonNode.Parse(metrics)!.AsObject();
        var shown = _figures.Where(figures.ContainsKey).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name.Replace('_', ' ')} {Number(figures[name])}"));
        return $"round {figures["round"]}: {string.Join(", ", shown)}";
    }

    private static string Number(JsonNode? value) => value is null ? "not finite" : value.GetValue<double>().ToString("G5", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(FormattableString.Invariant(line));
}
