using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Federated.Simulator.Commands;

/// <summary>The usual help, and after it the command's examples: in a description they would also stand in the list of its parent.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Makes the help of a root command, and so of all below it, show examples.</summary>
    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    /// <summary>Help is shown for a command line that is not complete.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExamples { Examples: var examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return code;
    }
}
